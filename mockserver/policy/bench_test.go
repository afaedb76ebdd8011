package policy

import (
	"fmt"
	"strings"
	"testing"
)

// tenRules is a policy of the kind that people write, none of whose rules holds.
func tenRules() string {
	return "lists: {bad: [" + strings.TrimSuffix(strings.Repeat("spam, ", 50), ", ") + "], vips: [ceo]}\n" + `rules:
  - {id: vip, when: 'in_list("vips", to)', allow: true}
  - {id: blocked, when: 'in_list("bad", from)', deny: 38001}
  - {id: self, when: 'from == to', deny: 38002}
  - {id: forced, when: 'force', deny: 38003}
  - {id: link, when: 'has_link(wording)', deny: 38004}
  - {id: casino, when: 'wording contains "casino" or remark contains "casino"', deny: 38005}
  - {id: fast, when: 'rate(from, "1m") > 1000000000', deny: 38006}
  - {id: script, when: 'script_of(wording) == "Cyrillic" and platform == "Unknown"', deny: 38007}
  - {id: address, when: 'client_ip startsWith "10." and platform == "Web"', deny: 38008}
  - {id: source, when: 'source == "AddSource_Type_Robot"', deny: 38009}
`
}

func BenchmarkTenRules(b *testing.B) {
	p := parse(b, tenRules())
	q := ask("user", "friend")
	var decisions []Decision
	b.ReportAllocs()
	for b.Loop() {
		decisions = p.Decide(decisions[:0], q, "203.0.113.7", "Android", noon)
		if decisions[0].Code != 0 {
			b.Fatal(decisions[0].Why())
		}
	}
}

func BenchmarkEachRule(b *testing.B) {
	for line := range strings.SplitSeq(tenRules(), "\n") {
		if !strings.HasPrefix(line, "  - ") {
			continue
		}
		p := parse(b, "lists: {bad: [spam], vips: [ceo]}\nrules:\n"+line+"\n")
		q := ask("user", "friend")
		var decisions []Decision
		b.Run(fmt.Sprint(p.rules[0].id), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				decisions = p.Decide(decisions[:0], q, "203.0.113.7", "Android", noon)
			}
		})
	}
}
