package cmd

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/outcome"
)

type mapOutput struct {
	Bases       struct{ Steady, Chance, Memory int }
	Doubtful    bool
	Dependences []struct {
		Changes       []struct{ Field, From, To string }
		Before, After struct{ Outcome string }
		Commands      [2]string
	}
	Exit outcome.Status
}

func decisionMap(t *testing.T, args ...string) (status outcome.Status, m mapOutput) {
	t.Helper()
	status, out := play(t, append(args, "--map", "--rate", "100000", "--json")...)
	validate(t, printedSchema(t, "map"), out)
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatal(err)
	}
	return status, m
}

// unquoted splits a line as shellQuote joined it.
func unquoted(line string) (all []string) {
	word, quoted, any := "", false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted, any = !quoted, true
		case c == '\\' && !quoted:
			i++
			word += line[i : i+1]
		case c == ' ' && !quoted:
			if word != "" || any {
				all = append(all, word)
			}
			word, any = "", false
		default:
			word += line[i : i+1]
		}
	}
	return append(all, word)
}

// The two commands of a dependence decide as the map says they do, quotes, emoji and all.
func TestMapCommandsShowTheDependence(t *testing.T) {
	url := spamFilter(t, func(f *callback.Item) bool {
		return strings.Contains(f.Texts[callback.Wording], "SPAM") || f.Texts[callback.Source] == "AddSource_Type_iOS" && f.Texts[callback.Remark] == ""
	})
	status, m := decisionMap(t, url, "--seed", "2", "--campaign", "spam-blast:share=20%,text=it's 'SPAM' for {f} 🔥", "--app-id", "1400000007", "--event-time", "world")
	if status != outcome.OK || m.Bases.Steady != 12 || m.Doubtful {
		t.Fatalf("got status %d and %+v", status, m)
	}
	shown := map[string]bool{}
	for _, d := range m.Dependences {
		var fields []string
		for _, c := range d.Changes {
			fields = append(fields, c.Field)
		}
		shown[strings.Join(fields, "+")] = true
		for i, want := range []string{d.Before.Outcome, d.After.Outcome} {
			args := unquoted(d.Commands[i])
			var out, errs strings.Builder
			got := Run(t.Context(), append(args[1:], "--config", "none"), strings.NewReader(""), &out, &errs)
			if got != outcome.OK || !strings.Contains(out.String(), map[string]string{"blocked": " BLOCK ", "allowed": " ALLOW "}[want]) {
				t.Errorf("%s\ngot status %d, want %s:\n%s%s", d.Commands[i], got, want, out.String(), errs.String())
			}
		}
	}
	if !shown["AddWording"] || !shown["Remark+AddSource"] {
		t.Errorf("got %v, want the wording, and the remark with the source", shown)
	}
}

func TestMapStatuses(t *testing.T) {
	asked, turns := 0, 0
	later := spamFilter(t, func(*callback.Item) bool { turns++; return turns > 20 && turns%2 == 0 })
	limit := spamFilter(t, func(*callback.Item) bool { asked++; return asked > 300 })
	dead := spamFilter(t, func(*callback.Item) bool { panic(http.ErrAbortHandler) }) // hangs up
	for _, tt := range []struct {
		name string
		args []string
		want outcome.Status
		doubt,
		found bool
	}{
		{"everybody is allowed", []string{spamFilter(t, func(*callback.Item) bool { return false })}, outcome.OK, false, false},
		{"a limit", []string{limit}, outcome.OK, true, false},
		{"to and fro after a while", []string{later}, outcome.Nothing, false, false},
		{"no answers", []string{dead}, outcome.Nothing, false, false},
		{"nobody there", []string{"http://127.0.0.1:1/"}, outcome.Trouble, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, m := decisionMap(t, append(tt.args, "--seed", "2", spamCampaign)...)
			if got != tt.want || m.Exit != tt.want || m.Doubtful != tt.doubt || len(m.Dependences) > 0 != tt.found {
				t.Errorf("got status %d and %+v, want %d", got, m, tt.want)
			}
		})
	}
}
