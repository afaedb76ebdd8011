package conformance

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/conformance/rule"
	"github.com/chatcb/chatcb/language"
)

var (
	argument   = regexp.MustCompile(`\{[a-z]+[^{}]*\}`)
	lowerWords = regexp.MustCompile(`(^|[ (])[a-z']{2,}([ ,.;:)]|$)`)
)

// Every rule is in Chinese whole: what it is about, and whatever is said of a violation, with the same arguments.
func TestRulesAreInChinese(t *testing.T) {
	t.Parallel()
	zh := language.Chinese()
	for _, r := range slices.AppendSeq(slices.Collect(Rules()), RequestRules()) {
		in := r.In(zh)
		if testing.Short() && in.Title == r.Title {
			continue // it was only just added, and is shown in English
		}
		texts := [][2]string{{r.Title, in.Title}, {r.Why, in.Why}, {r.Fix, in.Fix}}
		for _, kind := range kinds(r) {
			f := rule.Finding{Rule: r, Kind: kind} // without arguments, which stay between their braces
			en, own := f.In(language.English()), f.In(zh)
			texts = append(texts, [2]string{en.Message, own.Message}, [2]string{en.Expected, own.Expected},
				[2]string{en.Received, own.Received}, [2]string{en.Fix, own.Fix})
		}
		for name, term := range r.Terms {
			texts = append(texts, [2]string{term, zh.Translate("rules."+r.ID+"."+name+".message", term)})
		}
		for _, text := range texts {
			if bare := argument.ReplaceAllString(text[0], ""); text[0] == text[1] && lowerWords.MatchString(bare) && !formats[text[0]] {
				t.Errorf("%s is not in Chinese: %s", r.ID, text[0])
			}
			if en, own := argument.FindAllString(text[0], -1), argument.FindAllString(text[1], -1); !sameSet(en, own) {
				t.Errorf("%s: %q has the arguments %v, and %q has %v", r.ID, text[0], en, text[1], own)
			}
		}
		if _, ok := zh.Own("sentence." + r.Sentence); !ok && lowerWords.MatchString(r.Sentence) && strings.Contains(r.Sentence, " the ") {
			t.Errorf("%s: the sentence has no translation: %s", r.ID, r.Sentence)
		}
	}
}

// kinds are those of the rule's findings.
func kinds(r *rule.Rule) []string {
	if len(r.Kinds) == 0 {
		return []string{""}
	}
	return slices.Sorted(maps.Keys(r.Kinds))
}

// formats are texts that are no English, but a format.
var formats = map[string]bool{
	"application/json": true, "json": true,
}

func sameSet(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
