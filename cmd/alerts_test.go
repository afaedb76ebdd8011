package cmd

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/need"
)

// TestAlerts has Prometheus try the rules of deploy/alerts.yaml.
func TestAlerts(t *testing.T) {
	t.Parallel()
	promtool := need.Program(t, "promtool")
	for _, args := range [][]string{{"check", "rules", "../deploy/alerts.yaml"}, {"test", "rules", "../deploy/alerts-test.yaml"}} {
		if out, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// TestAlertsFindTheirMetrics looks for every metric and label of the rules on a page that a recorder shows, and for every rule
// among its trials.
func TestAlertsFindTheirMetrics(t *testing.T) {
	t.Parallel()
	p := start(t, "record", "--to", backend(t), "--data", t.TempDir(), "--expect", "from:mallory=block", "--config", "none")
	p.ask(t, "mallory", "bob", "hello")
	p.ask(t, "alice", "broken", "hello")
	settled(t, p, "2")
	page := p.get(t, "/metrics", "")
	for _, line := range []string{
		`chatcb_leaks_total{command="Sns.CallbackPrevFriendAdd",cause="said"} 1`,
		`chatcb_fail_open_total{command="Sns.CallbackPrevFriendAdd",cause="status"} 1`,
		`chatcb_not_written_total 0`,
	} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("got no %s in\n%s", line, page)
		}
	}
	rules, trials := read(t, "../deploy/alerts.yaml"), read(t, "../deploy/alerts-test.yaml")
	uncommented := regexp.MustCompile(`(?m)^ *#.*$`).ReplaceAllString(rules, "")
	metrics := regexp.MustCompile(`chatcb_[a-z_]+`).FindAllString(uncommented, -1)
	if len(metrics) < 10 {
		t.Fatalf("got only %v", metrics)
	}
	for _, metric := range metrics {
		if !regexp.MustCompile(`(?m)^` + metric + `[ {]`).MatchString(page) {
			t.Errorf("the rules ask for %s, which is not scraped", metric)
		}
	}
	for _, m := range regexp.MustCompile(`alert: (\w+)`).FindAllStringSubmatch(rules, -1) {
		if !strings.Contains(trials, "alertname: "+m[1]) {
			t.Errorf("nothing tries %s", m[1])
		}
	}
}
