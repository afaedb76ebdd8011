package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/keyvalue"
	"github.com/chatcb/chatcb/internal/nearest"
)

// Assumptions says what is taken for true where no document says what Chat does. The zero value holds the defaults;
// [Assumptions.Set] changes one. It is a value for a command line flag that can be repeated.
type Assumptions uint16

// Switch is one assumption: it has its default or its other value.
type Switch struct {
	Name    string
	Default string
	Other   string
	When    string         // what the answer is like
	Cause   callback.Cause // of the verdicts that rest on the assumption
}

const (
	notJSONSwitch = iota
	errorCodeSwitch
	noItemsSwitch
	notAnsweredSwitch
	conflictingSwitch
	unreadableSwitch
	outOfRangeSwitch
	incompleteSwitch
	byteOrderSwitch
	utf8Switch
	numberSwitch
)

var switches = [...]Switch{
	notJSONSwitch:     {"not-json", "allow", "block", "the body is empty, compressed, or JSON other than an object", callback.NotJSON},
	errorCodeSwitch:   {"error-code", "allow", "said", "ErrorCode is not 0, or no integer, and items decide beside it", callback.ErrorCode},
	noItemsSwitch:     {"no-result-item", "allow", "block", "ResultItem is missing or no array", callback.NoResultItem},
	notAnsweredSwitch: {"not-answered", "allow", "block", "no item is for the account", callback.NotAnswered},
	conflictingSwitch: {"conflicting", "allow", "block", "what is said of the account differs from place to place", callback.Conflicting},
	unreadableSwitch:  {"unreadable-code", "allow", "block", "ResultCode is missing or no integer", callback.UnreadableCode},
	outOfRangeSwitch:  {"out-of-range", "block", "allow", "ResultCode is not 0 and outside 38000 to 39000", callback.OutOfRange},
	incompleteSwitch:  {"incomplete", "allow", "said", "the answer was cut off, and what came is JSON", callback.Reset},
	byteOrderSwitch:   {"byte-order-mark", "said", "allow", "the body starts with a byte order mark", callback.NotJSON},
	utf8Switch:        {"broken-utf-8", "said", "allow", "a text is not UTF-8", callback.NotJSON},
	numberSwitch:      {"odd-number", "said", "allow", "ResultCode is spelt 38000.0 or 3.8e4", callback.UnreadableCode},
}

// Switches lists the assumptions.
func Switches() []Switch { return slices.Clone(switches[:]) }

// ParseAssumptions reads settings of the form "not-answered=block".
func ParseAssumptions(settings ...string) (Assumptions, error) {
	var a Assumptions
	for _, setting := range settings {
		if err := a.Set(setting); err != nil {
			return a, err
		}
	}
	return a, nil
}

// Set reads one setting "name=value", or several with commas between them. An unknown name or value is an error that
// lists what there is.
func (a *Assumptions) Set(settings string) error {
	all := keyvalue.Settings{Noun: "assumption"}
	for i, s := range switches {
		set := func(value string) error { return a.setOne(i, value) }
		all.Keys = append(all.Keys, keyvalue.Key{Name: s.Name, Value: keyvalue.Func(set, nil)})
	}
	if settings == "" {
		return errors.New("wanted assumption=value, got nothing")
	}
	return all.Read(settings)
}

func (a *Assumptions) setOne(i int, value string) error {
	switch s := switches[i]; value {
	case s.Default:
		*a &^= 1 << i
	case s.Other:
		*a |= 1 << i
	default:
		hint := nearest.Hint(value, []string{s.Default, s.Other})
		return fmt.Errorf("wanted %s (the default) or %s, got %q%s", s.Default, s.Other, value, hint)
	}
	return nil
}

// String lists the settings that are not the default, as Set reads them.
func (a Assumptions) String() string {
	var set []string
	for i, s := range switches {
		if a.flipped(i) {
			set = append(set, s.Name+"="+s.Other)
		}
	}
	return strings.Join(set, ",")
}

// Type names the form of a setting, for a command line's help.
func (a Assumptions) Type() string { return "name=value" }

func (a Assumptions) flipped(i int) bool { return a&(1<<i) != 0 }

// choose is the ruling where the switch allows or blocks.
func (a Assumptions) choose(i int) ruling {
	value := switches[i].Default
	if a.flipped(i) {
		value = switches[i].Other
	}
	if value == "block" {
		return ruling{switches[i].Cause, Block, Assumed}
	}
	return ruling{switches[i].Cause, Allow, Assumed}
}
