package rule

import (
	"cmp"
	"strings"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/internal/yamlfile"
)

// written is a sample as it stands in a file of proofs: what differs from the page's. An edit is a text and what replaces it
// where it first stands.
type written struct {
	Sample
	Accounts []string   `yaml:"accounts"`  // that the request asks about
	EditAsks [][]string `yaml:"edit_asks"` // of the request that an answer is to
	Edit     [][]string `yaml:"edit"`      // of the answer's body, or the request's where it is a request
	Latin1   bool       `yaml:"latin1"`    // each letter stands for one byte

	// The parts of a request.
	Method    string     `yaml:"method"`
	Proto     string     `yaml:"proto"`
	Query     string     `yaml:"query"`
	EditQuery [][]string `yaml:"edit_query"`
	EditRaw   [][]string `yaml:"edit_raw"`
}

// ReadProofs reads a file of proofs, by the ids of the rules; requests says that its samples are requests and no answers.
// It is embedded and read by the tests: a mistake in it panics.
func ReadProofs(text []byte, requests bool) map[string]Proof {
	var f struct {
		Version int `yaml:"version" need:"yes"`
		Proofs  []struct {
			Rule string    `yaml:"rule" need:"yes"`
			Pass []written `yaml:"pass"`
			Fail []written `yaml:"fail"`
		} `yaml:"proofs" need:"yes"`
	}
	if err := yamlfile.Read("proofs.yaml", text, &f).Err(); err != nil {
		panic(err)
	}
	samples := func(list []written) []Sample {
		made := make([]Sample, len(list))
		for i := range list {
			made[i] = list[i].answer()
			if requests {
				made[i] = list[i].request()
			}
		}
		return made
	}
	proofs := make(map[string]Proof)
	for _, p := range f.Proofs {
		proofs[p.Rule] = Proof{Pass: samples(p.Pass), Fail: samples(p.Fail)}
	}
	return proofs
}

func (w *written) answer() Sample {
	s := w.Sample
	switch {
	case w.Accounts != nil:
		s.Asks = Asks(w.Accounts...)
	case w.EditAsks != nil:
		s.Asks = edited(callback.PrevFriendAdd.Sample, w.EditAsks)
	}
	if w.Edit != nil {
		s.Body = edited(callback.SampleResponse, w.Edit)
	}
	s.Body, s.Raw = w.bytes(s.Body), w.bytes(s.Raw)
	return s
}

func (w *written) request() Sample {
	s := w.Sample
	if w.EditRaw != nil {
		s.Raw = edited(s.Request(), w.EditRaw)
	}
	if w.Method+w.Proto+w.Query+s.Asks != "" || w.EditQuery != nil || w.Edit != nil {
		query, body := cmp.Or(w.Query, edited(PageQuery, w.EditQuery)), cmp.Or(s.Asks, edited(callback.PrevFriendAdd.Sample, w.Edit))
		s.Raw = SampleRequest(cmp.Or(w.Method, "POST"), cmp.Or(w.Proto, "HTTP/1.1"), query, w.bytes(body))
	} else {
		s.Raw = w.bytes(s.Raw)
	}
	s.Asks = ""
	return s
}

func edited(text string, edits [][]string) string {
	for _, e := range edits {
		text = strings.Replace(text, e[0], e[1], 1)
	}
	return text
}

// bytes are those that the letters stand for.
func (w *written) bytes(text string) string {
	if !w.Latin1 {
		return text
	}
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, byte(r))
	}
	return string(b)
}
