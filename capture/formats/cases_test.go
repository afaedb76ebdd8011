package formats

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/capture/format"
	"github.com/chatcb/chatcb/conformance"
)

// Files as other tools write them, made by hand after reports of bugs, and what is right of each: a line for each account,
// with the rules that the answer breaks, and the problems.
func TestCases(t *testing.T) {
	const denied, unknown = "id1 BLOCK said", "the answer is not known"
	for _, tt := range []struct {
		file     string
		want     []string
		problems string // a part of them
	}{
		{"har_base.har", []string{denied}, ""},
		{"har_bom.har", []string{denied}, ""},
		{"har_fiddler_oneline.har", []string{denied}, ""},
		{"har_ie11_cookies_object.har", []string{denied}, ""},
		{"har_safari_identity.har", []string{denied}, ""},
		{"har_two_in_one_file.har", []string{denied, denied}, ""},
		{"har_no_body.har", []string{unknown}, ""},
		{"har_gzip_unasked.har", []string{"id1 ALLOW not-json HDR-004"}, ""},
		{"gor_request_only.gor", []string{unknown}, ""},
		{"gor_missing_separator.gor", []string{unknown, unknown}, "a separator is missing: "},
		{"request_only.jsonl", []string{unknown}, ""},
		{"curl_glob_escape.curl", []string{unknown}, ""},
		{"curl_glob_set.curl", []string{unknown, unknown}, ""},
		{"curl_crlf.curl", []string{unknown}, ""},
		{"curl_chrome_cmd.curl", nil, "copy as cURL (cmd)"},
		{"postman.json", []string{unknown}, ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			text, err := os.ReadFile("testdata/cases/" + tt.file)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Detect(text[:min(len(text), DetectSize)])
			if err != nil {
				t.Fatal(err)
			}
			var got, problems []string
			o := format.Options{OnProblem: func(err error) { problems = append(problems, err.Error()) }}
			for r, err := range f.Read(bytes.NewReader(text), o) {
				if err != nil {
					t.Fatal(err)
				}
				var j conformance.Judging
				if err := j.Exchange(&r.Exchange); err != nil {
					t.Error(err)
				}
				if !r.Exchange.Answered() {
					got = append(got, unknown)
				}
				for i := range j.Judgement.Verdicts {
					v := &j.Judgement.Verdicts[i]
					words := []string{fmt.Sprintf("%s %s %s", v.Account, v.Effect, v.Cause)}
					for n := range j.Judgement.Findings {
						words = append(words, j.Judgement.Findings[n].Rule.ID)
					}
					got = append(got, strings.Join(words, " "))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if listed := strings.Join(problems, "\n"); (listed == "") != (tt.problems == "") || !strings.Contains(listed, tt.problems) {
				t.Errorf("problems: got %q, want %q", listed, tt.problems)
			}
		})
	}
}
