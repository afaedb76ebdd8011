package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	stdhtml "html"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatcb/chatcb/report/html"
	"github.com/chatcb/chatcb/result"
)

// TestHTMLPolicy proves that the page's policy lets in exactly its own style and script, and nothing from elsewhere.
func TestHTMLPolicy(t *testing.T) {
	t.Parallel()
	page := render(t, "html", sampleRun())
	policy := stdhtml.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1])
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("got policy %q", policy)
	}
	for _, name := range []string{"style", "script"} {
		parts := regexp.MustCompile("(?s)<"+name+">(.*?)</"+name+">").FindAllStringSubmatch(page, -1)
		if len(parts) != 1 {
			t.Fatalf("got %d elements %s, want 1", len(parts), name)
		}
		sum := sha256.Sum256([]byte(parts[0][1]))
		if want := name + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("got policy %q, want %s", policy, want)
		}
	}
	if found := regexp.MustCompile(`(?i)\s(on[a-z]+|style|src|action)=|<(link|iframe|object|img|base|form [^>]*action)`).FindString(withoutText(page)); found != "" {
		t.Errorf("got %q in the page", found)
	}
}

var scripts = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)

// withoutText keeps the tags of a page.
func withoutText(page string) string {
	page = scripts.ReplaceAllString(page, "")
	return strings.Join(regexp.MustCompile(`<[^>]*>`).FindAllString(page, -1), "\n")
}

// asXML closes the elements that HTML leaves open, and gives attributes a value.
func asXML(page string) string {
	page = scripts.ReplaceAllString(page, "")
	page = regexp.MustCompile(`<((?:meta|input)\b[^>]*)>`).ReplaceAllString(page, "<$1/>")
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllStringFunc(page, func(tag string) string {
		return regexp.MustCompile(`\s(hidden|checked|open|data-shows)([\s/>])`).ReplaceAllString(tag, ` $1=""$2`)
	})
}

// TestHTMLNests proves that the elements of the page nest as they should, whatever stands in them.
func TestHTMLNests(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		d := xml.NewDecoder(strings.NewReader(asXML(render(t, "html", run))))
		ids := make(map[string]bool)
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				for _, a := range e.Attr {
					if a.Name.Local == "id" && ids[a.Value] {
						t.Errorf("%s: got id %q twice", name, a.Value)
					}
					ids[a.Value] = ids[a.Value] || a.Name.Local == "id"
				}
			}
		}
	}
}

// TestHTMLShowsBytes proves that the first exchanges that a case keeps are in the page, with nothing secret.
func TestHTMLShowsBytes(t *testing.T) {
	t.Parallel()
	page := render(t, "html", sampleRun())
	for _, want := range []string{
		"POST /im?SdkAppid=abc HTTP/1.1", "Set-Cookie:", "[masked]", `<u>\x1b</u>`, "<del>1400000000</del><ins>abc</ins>",
		"of which 48211 are left out in the middle", "<b>2 of 20</b>", "18 more exchanges are not shown here",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("got no %q in the page", want)
		}
	}
	if strings.Contains(page, "secret=1") {
		t.Error("got a cookie in the page")
	}
}

// TestHTMLDiffMasks proves that a comparison shows no credentials, wherever they stand.
func TestHTMLDiffMasks(t *testing.T) {
	t.Parallel()
	answer := "HTTP/1.1 200 OK\r\nSet-Cookie: secret=1\r\n\r\n{}"
	c := newCase("SEC-001", "foreign SdkAppid", result.Fail,
		newStep("control", result.Control, "1", friends("a"), answer+" ", time.Millisecond),
		newStep("probe", result.Probe, "2", friends("a"), answer, time.Millisecond))
	for i := range c.Steps {
		x := &c.Steps[i].Exchange
		x.Sent = bytes.Replace(x.Sent, []byte("\r\n"), []byte("\r\nAuthorization: secret\r\n"), 1)
	}
	diffs := newView(&result.Run{Cases: []result.Case{c}}).Cases[0].Diffs()
	if len(diffs) != 1 || diffs[0].Same {
		t.Fatalf("got %+v, want one comparison of answers that differ", diffs)
	}
	for _, list := range [][]html.Span{diffs[0].Sent, diffs[0].Received} {
		if text := fmt.Sprint(list); strings.Contains(text, "secret") || !strings.Contains(text, "[masked]") {
			t.Errorf("got %s, want the credentials masked", text)
		}
	}
}
