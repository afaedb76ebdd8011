package cmd

import (
	"fmt"
	"testing"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/outcome"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// Every element of a table of the program is in Chinese; what a rule and a scenario say, the tests of their packages hold.
func TestTablesAreInChinese(t *testing.T) {
	t.Parallel()
	zh := language.Chinese()
	want := func(key, english string) {
		if own := zh.Translate("catalogue."+key, english); own == english {
			t.Errorf("language/zh/catalogue.txt lacks %s, which is %q", key, english)
		}
	}
	for _, s := range outcome.All() {
		want(fmt.Sprintf("exit.%d", s), s.Meaning())
	}
	for _, s := range conformance.Switches() {
		want("assume."+s.Name, s.When)
	}
	for _, c := range callback.Causes() {
		want("cause."+string(c), string(c))
	}
	for _, w := range callback.Webhooks() {
		want(w.Command+".asks", w.Asks)
		want(w.Command+".about", w.About)
	}
	for f := range fault.All() {
		want("fault."+f.ID, f.Title)
	}
	for _, k := range traffic.Kinds() {
		want("campaign."+string(k.Name), k.Summary)
		want("bound."+string(k.Name), k.Bound)
	}
	for _, p := range traffic.Parameters() {
		want("parameter."+p.Name, p.Meaning)
	}
	for _, s := range load.LoadShapes() {
		want("load."+s.Name, s.Meaning)
	}
}
