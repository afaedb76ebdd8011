package filter

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/exchange"
	"github.com/chatcb/chatcb/language"
)

// sample asks for bob, who is allowed, and for carol, who is blocked, and late is how long it took.
func sample() Subject {
	q := callback.Request{
		CallbackCommand: callback.PrevFriendAdd.Command, RequesterAccount: "admin", FromAccount: "alice", Texts: callback.Texts{callback.AddType: callback.AddTypeSingle}, Numbers: callback.Numbers{callback.Force: 1}, EventTime: 1669872112345,
		Items: []callback.Item{
			{ToAccount: "bob", Texts: callback.Texts{callback.Remark: "Bob", callback.Group: "chess", callback.Source: "AddSource_Type_iOS", callback.Wording: "hello"}},
			{ToAccount: "carol", Texts: callback.Texts{callback.Remark: "Carol", callback.Group: "work", callback.Source: "AddSource_Type_Web", callback.Wording: "buy now"}},
		},
	}
	answer := callback.Allow("bob", "carol")
	answer.ResultItem[1].ResultCode = 38001
	body, received := callback.Encoding{}.Append(nil, &q), answer.Append(nil, callback.Wire)
	r := Subject{Exchange: &exchange.Exchange{
		Seq: 7, Start: time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC), Target: "http://receiver/hook", Reused: true,
		Phases: exchange.Phases{LastByte: 12_345_678},
	}}
	r.Exchange.Sent = fmt.Appendf(nil, "POST /hook?%s HTTP/1.1\r\nHost: receiver\r\n\r\n%s", callback.PrevFriendAdd.Query("1400000000", "203.0.113.7", "iOS").Append(nil), body)
	r.Exchange.Received = fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(received), received)
	r.Exchange.Answer.Advance(r.Exchange.Received, true)
	r.Extra = []callback.Member{{Name: "label", Value: `"night \u0073hift \ud83c\udf19 1\/2"`}, {Name: "fault", Value: `{"kind":"hang"}`}}
	return r
}

// The help page has a line for each name, with its type, and the values of those that have few.
func TestNamesAreExplained(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{"int": "number", "float64": "number", "string": "text", "[]string": "list of texts", "bool": "true or false", "time.Time": "time"}
	page := language.English().Page("where")
	exchanges, accounts, _ := strings.Cut(page, "Of one account at a time")
	nothing := environment(allNames())
	for _, n := range allNames() {
		part := map[bool]string{false: exchanges, true: accounts}[n.each]
		kind := kinds[fmt.Sprintf("%T", nothing[n.short])]
		said := regexp.MustCompile(`(?ms)^  ` + n.short + ` +` + kind + ` +\S.*?(?:^  \S|\z)`).FindString(part)
		if said == "" {
			t.Errorf("got no line that says what %s is, a %s", n.short, kind)
		}
		for _, value := range words(n.short) {
			if !strings.Contains(said, value) {
				t.Errorf("%s: the value %s is not named", n.short, value)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	r := sample()
	nobody := Subject{Exchange: &exchange.Exchange{Sent: []byte("GET / HTTP/1.1\r\n\r\n"), Failure: exchange.Failure{Cause: callback.Late}}}
	for _, tt := range []struct {
		text         string
		want, nobody bool
	}{
		{`true`, true, true},
		{`seq == 7 and time.Year() == 2026 and time > date("2026-11-23") and target endsWith "/hook" and method == "POST"`, true, false},
		{`platform == "iOS" and client_ip == "203.0.113.7" and app_id == "1400000000"`, true, false},
		{`from == "alice" and requester == "admin" and add_type == "Add_Type_Single" and force == 1 and event_time > 1`, true, false},
		{`to == ["bob", "carol"] and len(to) == 2 and "carol" in to`, true, false},
		{`any(to, # startsWith "car")`, true, false},
		{`account == "carol" and effect == "BLOCK" and said == "block" and cause == "said" and basis == "documented" and code == 38001`, true, false},
		{`account == "bob" and effect == "BLOCK"`, false, false},
		{`account == "bob" and remark == "Bob" and group == "chess" and source matches "iOS$" and wording contains "ell"`, true, false},
		{`wording contains "buy" and effect == "ALLOW"`, false, false},
		{`effect != "BLOCK"`, true, true},
		{`code == -1`, false, true},
		{`status == 200 and latency_ms > 12.3 and latency_ms < 12.4 and not late and reused and failure == ""`, true, false},
		{`late and failure == "late"`, false, true},
		{`"INF-003" in rule`, true, false},
		{`"RIT-001" in rule`, false, false},
		{`len(rule) == 0`, false, false},
		{`label == "night shift 🌙 1/2" and fault contains "hang" and scenario == ""`, true, false},
		{`body contains "Sns." and answer contains "38001"`, true, false},
		{`from in ["alice", "x"] or from matches "^u[0-9]+$"`, true, false},
		{`effect in ["ALLOW"] && cause in ["late", "said"]`, true, false},
	} {
		f, err := Compile(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		m := f.Matcher(conformance.Judge{})
		for range 2 { // the second time with memory that was used
			if got, err := m.Match(r); got != tt.want || err != nil {
				t.Errorf("%s: got %v, %v, want %v", tt.text, got, err, tt.want)
			}
			if got, err := m.Match(nobody); got != tt.nobody || err != nil {
				t.Errorf("%s of nobody: got %v, %v, want %v", tt.text, got, err, tt.nobody)
			}
		}
	}
}

func TestErrorsPoint(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`form == "x"`, "unknown name form (did you mean \"from\"?)\n  form == \"x\"\n  ^"},
		{`seq == "x"`, "invalid operation: == (mismatched types int and string)\n  seq == \"x\"\n  ____^"},
		{"seq > 1 and\n  from =! 2", "unexpected token Operator(\"=\")\n    from =! 2\n  _______^"},
		{`from == "a" and effect == "block"`, "effect is ALLOW or BLOCK, and never \"block\"\n  from == \"a\" and effect == \"block\"\n  __________________________^"},
		{`"BLOCKED" != effect`, "effect is ALLOW or BLOCK, and never \"BLOCKED\"\n  \"BLOCKED\" != effect\n  ^"},
		{`said in ["allow", "deny"]`, "said is allow, block or nothing, and never \"deny\"\n  said in [\"allow\", \"deny\"]\n  __________________^"},
		{`"RIT-999" in rule`, "no rule is called \"RIT-999\"\n  \"RIT-999\" in rule\n  ^"},
		{`from`, "wanted what is true or false, such as from == \"alice\", got a value of the kind string"},
		{``, "the expression is empty"},
		{strings.Repeat("x", MaxText+1), "the expression has 4097 bytes; at most 4096 are taken"},
		{strings.Repeat("not ", 1020) + "true", "exceeds maximum allowed nodes"},
	} {
		_, err := Compile(tt.text)
		want := strings.ReplaceAll(tt.want, "_", " ")
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "_", " "), want) {
			t.Errorf("%.60s\ngot  %v\nwant %s", tt.text, err, want)
		}
		if _, ok := err.(*Error); !ok {
			t.Errorf("%.60s: got a %T", tt.text, err)
		}
	}
}

// Anybody with the page's token can write filters: none takes the server's time or memory.
func TestCostlyFilter(t *testing.T) {
	for _, text := range []string{`any(1..1000, any(1..1000, # < 0))`, `reduce(1..1000, #acc + #acc, "a") == ""`} {
		f, err := Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		m := f.Matcher(conformance.Judge{})
		for range 2 {
			if yes, err := m.Match(Subject{Exchange: &exchange.Exchange{}}); err == nil || yes {
				t.Errorf("%s: got %v, want an error", text, yes)
			}
		}
	}
}

func TestErrorsOfEvaluating(t *testing.T) {
	f, err := Compile(`to[5] == "x"`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Matcher(conformance.Judge{}).Match(sample()); err == nil || !strings.HasPrefix(err.Error(), "exchange 7: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

// The judge's assumptions count.
func TestMatchJudgesAsAsked(t *testing.T) {
	r := sample()
	r.Exchange.Received = []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n" + `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`)
	r.Exchange.Answer.Reset()
	r.Exchange.Answer.Advance(r.Exchange.Received, true)
	f, err := Compile(`effect == "BLOCK"`)
	if err != nil {
		t.Fatal(err)
	}
	assume, err := conformance.ParseAssumptions("no-result-item=block")
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := f.Matcher(conformance.Judge{}).Match(r)
	assumed, _ := f.Matcher(conformance.Judge{Assume: assume}).Match(r)
	if plain || !assumed {
		t.Errorf("got %v by default and %v with the assumption, want false and true", plain, assumed)
	}
}

func FuzzCompile(f *testing.F) {
	f.Add(`effect == "ALLOW" and any(to, # startsWith from) or rule[0] in ["x"] ?: 1`)
	f.Add("from =! \"\xff\"\n\t'")
	r := sample()
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := Compile(text)
		if err != nil {
			if e, ok := err.(*Error); !ok || e.Message == "" || e.Error() == "" {
				t.Fatalf("got %#v", err)
			}
			return
		}
		filter.Matcher(conformance.Judge{}).Match(r) // true, false or an error; not a panic
	})
}

func BenchmarkMatch(b *testing.B) {
	for _, text := range []string{`from == "alice"`, `effect == "BLOCK" and cause == "said"`, `wording contains "buy"`} {
		b.Run(text, func(b *testing.B) {
			f, err := Compile(text)
			if err != nil {
				b.Fatal(err)
			}
			m, r := f.Matcher(conformance.Judge{}), sample()
			b.ReportAllocs()
			for b.Loop() {
				if yes, err := m.Match(r); !yes || err != nil {
					b.Fatal(yes, err)
				}
			}
		})
	}
}
