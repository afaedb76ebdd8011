package traffic

import (
	"bytes"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatcb/chatcb/callback"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// checkLegal holds one draw against what Chat could send.
func checkLegal(t *testing.T, g *Generator, n uint64, d *Draw) {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf("request %d, %s: %s", n, line(d), fmt.Sprintf(format, args...))
	}
	q := &d.Request
	if at := g.world.Start.Add(due(n)).UnixMilli(); q.EventTime != at {
		bad("got EventTime %d, want %d", q.EventTime, at)
	}
	if q.CallbackCommand != callback.PrevFriendAdd.Command || q.Numbers[callback.Force] != 0 || q.RequesterAccount != q.FromAccount {
		bad("not a client's friend request")
	}
	if q.Texts[callback.AddType] != callback.AddTypeBoth && q.Texts[callback.AddType] != callback.AddTypeSingle {
		bad("unknown AddType")
	}
	if d.Platform == callback.RESTAPI || !slices.Contains(callback.Platforms(), d.Platform) {
		bad("not a client's platform")
	}
	if ip, err := netip.ParseAddr(d.ClientIP); err != nil || ip.String() != d.ClientIP || !public(ip) {
		bad("not a public address in its usual spelling")
	}
	if !uuid.MatchString(d.RequestID) {
		bad("RequestID is no UUID")
	}
	if problem := callback.ValidAccount(q.FromAccount); problem != "" {
		bad("From_Account %s", problem)
	}
	if n := len(q.Items); n < 1 || n > g.world.MaxItems {
		bad("got %d items, want 1 to %d", n, g.world.MaxItems)
	}
	seen := map[string]bool{q.FromAccount: true}
	for i := range q.Items {
		f := &q.Items[i]
		if problem := callback.ValidAccount(f.ToAccount); problem != "" {
			bad("To_Account %s", problem)
		}
		if seen[f.ToAccount] {
			bad("%s is asked twice, or asks itself", f.ToAccount)
		}
		seen[f.ToAccount] = true
		if problem := callback.PrevFriendAdd.Item(callback.Source).Check(f.Texts[callback.Source]); problem != "" {
			bad("AddSource %s", problem)
		}
		if own := slices.Contains(sources, f.Texts[callback.Source]); !own && !agree(d.Platform, f.Texts[callback.Source]) {
			bad("AddSource does not go with the platform")
		}
		if len(f.Texts[callback.Remark]) > callback.MaxRemarkBytes || len(f.Texts[callback.Group]) > callback.MaxGroupBytes ||
			len(f.Texts[callback.Wording]) > callback.MaxWordingBytes {
			bad("a text over its limit")
		}
		if !utf8.ValidString(f.Texts[callback.Remark] + f.Texts[callback.Group] + f.Texts[callback.Wording]) {
			bad("a text that is not UTF-8")
		}
	}
}

func agree(platform, source string) bool {
	platform = strings.Replace(platform, "iPad", "iOS", 1)
	return source == callback.AddSourcePrefix+platform
}

// public reports whether an address is globally routable. The ranges are those that IANA's registries of special-purpose
// addresses keep, beyond what netip knows by itself.
func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, special := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
		"192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48",
		"3fff::/20", "5f00::/16",
	} {
		if netip.MustParsePrefix(special).Contains(ip) {
			return false
		}
	}
	return true
}

func TestEveryRequestIsLegal(t *testing.T) {
	for name, w := range worlds() {
		t.Run(name, func(t *testing.T) {
			g, d := mustNew(t, w), new(Draw)
			for n := uint64(0); n < 10000 && !t.Failed(); n++ {
				g.Draw(n, due(n), d)
				checkLegal(t, g, n, d)
				text := callback.Encoding{}.Append(nil, &d.Request)
				got, err := callback.DecodeRequest(text)
				if err != nil || !bytes.Equal(callback.Encoding{}.Append(nil, got), text) {
					t.Errorf("%s is not read as it was written: %v", text, err)
				}
			}
		})
	}
}
