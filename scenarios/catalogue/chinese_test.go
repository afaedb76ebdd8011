package catalogue

import (
	"regexp"
	"testing"

	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/result"
)

var lowerWords = regexp.MustCompile(`(^|[ (])[a-z']{2,}([ ,.;:)]|$)`)

// Every scenario is in Chinese whole, and so is every group of them.
func TestScenariosAreInChinese(t *testing.T) {
	t.Parallel()
	zh := language.Chinese()
	for _, s := range All() {
		in := s.In(zh)
		if testing.Short() && in.Title == s.Title {
			continue // it was only just added, and is shown in English
		}
		for _, text := range [][2]string{
			{s.Title, in.Title}, {s.Sent, in.Sent}, {s.Expected, in.Expected}, {s.Why, in.Why}, {s.Fix, in.Fix},
		} {
			if text[0] == text[1] && lowerWords.MatchString(text[0]) {
				t.Errorf("%s is not in Chinese: %s", s.ID, text[0])
			}
		}
		if _, ok := zh.Own("sentence." + s.Sentence); !ok && lowerWords.MatchString(s.Sentence) {
			t.Errorf("%s: the sentence has no translation: %s", s.ID, s.Sentence)
		}
	}
	for _, s := range Sentences() {
		if _, ok := zh.Own("sentence." + s.Text); !ok && lowerWords.MatchString(s.Text) {
			t.Errorf("the sentence has no translation: %s", s.Text)
		}
		if s.Excluded != "" && zh.Translate("", s.Excluded) == s.Excluded {
			t.Errorf("not in Chinese: %s", s.Excluded)
		}
	}
	for _, g := range result.Groups() {
		if g.In(zh) == g.Title {
			t.Errorf("the group %s is not in Chinese", g.ID)
		}
	}
}
