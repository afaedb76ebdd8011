// Package traffic draws friend requests: those of a population of users, and those of campaigns that misuse them,
// labelled with the truth.
//
// A [World] says who lives there; [New] makes its [Generator]; [Generator.Draw] gives its request number n. Everything
// about that request follows from the world, n and when it is due, and from nothing else: any part of the stream can be
// drawn in any order, by any number of goroutines or machines, and it is always the same. No table grows with the
// population or with the run.
//
// This is no statement on how real users behave: the shapes (Zipf's law, the hours, preferential attachment) are the ordinary
// models, and every number is a setting or a guess that its comment calls one.
package traffic

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/nearest"
)

// World is a population and the campaigns against it, as plain data. Its zero value is a world of a million users in twelve
// languages and no campaigns.
type World struct {
	// Command is the webhook whose requests are drawn; "" is the first that is known. Where the unwanted one is To_Account,
	// who is asked answers who asks.
	Command string `yaml:"command" json:",omitempty" doc:"the webhook whose requests are sent"`
	// Seed makes another world of the same shape.
	Seed uint64 `yaml:"seed" doc:"makes another world of the same shape: a whole number from 0"`
	// Start is the time of the first request, from which campaigns count as well; zero means 1 January 2026, UTC.
	Start time.Time `yaml:"start" doc:"time of the first request, RFC 3339; decides on the hours"`
	// Users is how many people there are, at least 2 for each language; zero means 1,000,000.
	Users int `yaml:"users" min:"2" max:"50000000" doc:"how many people there are"`
	// Accounts are the UserIDs of the people, instead of invented ones; Users is then their number.
	Accounts []string `yaml:"accounts" doc:"the UserIDs of the people, instead of invented ones"`
	// Zipf is the exponent of Zipf's law for how active users are; zero means 1.
	Zipf float64 `yaml:"zipf" doc:"exponent of Zipf's law for how active users are; 1 if not given"`
	// Languages gives the share of users by language code (see [Languages]), in any unit; nil means all, as built in.
	Languages map[string]float64 `yaml:"languages" doc:"share of users by language code, in any unit"`
	// Hours says how active people are in the 24 hours of their own day, in any unit; nil means a usual day.
	Hours []float64 `yaml:"hours" doc:"how active people are in the 24 hours of their own day, in any unit"`
	// SeveralItems is the share of requests for more than one friend, and MaxItems for how many those are at most;
	// zero means 0.03 and 3. With MaxItems 1 all requests have one, as those of client SDKs.
	SeveralItems float64 `yaml:"several_items" doc:"share of requests for more than one friend; 0.03 if not given"`
	MaxItems     int     `yaml:"max_items" min:"1" max:"100" doc:"how many friends those are for at most; 3 if not given"`
	// IPv6 is the share of users with an IPv6 address. Whether Chat sends such a ClientIP is undocumented; zero means
	// none.
	IPv6 float64 `yaml:"ipv6" doc:"share of users with an IPv6 address; whether Chat sends such a ClientIP is undocumented"`
	// Wordings, Remarks and Groups replace the built-in texts of a language. They may use {n} for the writer's name, {f}
	// for the friend's and {p} for what they have in common.
	Wordings map[string][]string `yaml:"wordings" doc:"by language; {n} writer, {f} friend, {p} what they have in common"`
	Remarks  map[string][]string `yaml:"remarks" doc:"by language, instead of the built-in ones"`
	Groups   map[string][]string `yaml:"groups" doc:"by language, instead of the built-in ones"`
	// Campaigns are played among the others' requests; the first takes its share first.
	Campaigns []Campaign `yaml:"campaigns" doc:"played among the others' requests"`
}

// The bounds of a world's size: account ids are told apart by eight digits, and campaigns need some of them.
const (
	maxUsers     = 50_000_000
	maxAccountNo = 99_999_989 // a prime
)

// filled returns the world with its defaults in place.
func (w World) filled() World {
	if w.Start.IsZero() {
		w.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	w.Users = cmp.Or(w.Users, 1_000_000)
	if len(w.Accounts) > 0 {
		w.Users = len(w.Accounts)
	}
	w.Zipf = cmp.Or(w.Zipf, 1)
	w.SeveralItems = cmp.Or(w.SeveralItems, 0.03)
	w.MaxItems = cmp.Or(w.MaxItems, 3)
	if len(w.Languages) == 0 {
		w.Languages = make(map[string]float64)
		for _, l := range languages() {
			w.Languages[l.Code] = l.Share
		}
	}
	if len(w.Hours) == 0 {
		w.Hours = UsualHours()
	}
	return w
}

// validate checks a filled world; the error names the setting, what it wants and what it got.
func (w *World) validate() error {
	if err := unmet([]check{
		{w.Users >= 2*len(w.Languages) && w.Users <= maxUsers, fmt.Sprintf(
			"users: wanted at least 2 for each of %d languages and at most %d", len(w.Languages), maxUsers), w.Users},
		{w.Zipf > 0 && w.Zipf <= 3, "zipf: wanted an exponent over 0 and at most 3", w.Zipf},
		{isShare(w.SeveralItems), "several_items: wanted a share from 0 to 1", w.SeveralItems},
		{w.MaxItems >= 1 && w.MaxItems <= 100, "max_items: wanted 1 to 100", w.MaxItems},
		{isShare(w.IPv6), "ipv6: wanted a share from 0 to 1", w.IPv6},
		{len(w.Hours) == 24 && validWeights(w.Hours), "hours: wanted 24 numbers, none negative, not all zero", w.Hours},
		{
			validWeights(slices.Collect(maps.Values(w.Languages))), "languages: wanted shares, none negative, not all zero",
			w.Languages,
		},
		{
			w.Command == "" || callback.Named(w.Command) != nil, "command: wanted one of " + strings.Join(callback.Commands(), ", "),
			strconv.Quote(w.Command),
		},
	}); err != nil {
		return err
	}
	for _, texts := range []map[string][]string{w.Wordings, w.Remarks, w.Groups} {
		if err := validateTexts(texts); err != nil {
			return err
		}
	}
	for _, code := range slices.Sorted(maps.Keys(w.Languages)) {
		if err := validateLanguage(code); err != nil {
			return err
		}
	}
	if err := validateAccounts(w.Accounts); err != nil {
		return err
	}
	return w.validateCampaigns()
}

// check is what a setting is to be, and what it is.
type check struct {
	ok   bool
	want string
	got  any
}

// unmet says which check is the first that does not hold.
func unmet(checks []check) error {
	for _, c := range checks {
		if !c.ok {
			return fmt.Errorf("%s, got %v", c.want, c.got)
		}
	}
	return nil
}

func validateLanguage(code string) error {
	if known := Languages(); !slices.Contains(known, code) {
		return fmt.Errorf("unknown language %q%s: wanted one of %s", code, nearest.Hint(code, known), strings.Join(known, ", "))
	}
	return nil
}

func validateTexts(texts map[string][]string) error {
	for _, code := range slices.Sorted(maps.Keys(texts)) {
		if err := validateLanguage(code); err != nil {
			return err
		}
		for _, text := range texts[code] {
			if !utf8.ValidString(text) {
				return fmt.Errorf("texts of %s: wanted UTF-8, got %q", code, text)
			}
		}
	}
	return nil
}

func validateAccounts(ids []string) error {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if problem := callback.ValidAccount(id); problem != "" {
			return fmt.Errorf("accounts: %q %s", id, problem)
		}
		if seen[id] {
			return fmt.Errorf("accounts: %q stands twice", id)
		}
		seen[id] = true
	}
	return nil
}

func isShare(s float64) bool { return s >= 0 && s <= 1 }

// weights reports whether all are finite and not negative, and one is more than zero.
func validWeights(ws []float64) bool {
	sum := 0.0
	for _, w := range ws {
		if !(w >= 0) {
			return false
		}
		sum += w
	}
	return sum > 0 && !math.IsInf(sum, 0)
}
