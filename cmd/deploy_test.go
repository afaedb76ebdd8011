package cmd

import (
	"debug/elf"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatcb/chatcb/internal/need"
	"github.com/chatcb/chatcb/live"
	"github.com/chatcb/chatcb/mockserver"
	"github.com/chatcb/chatcb/mockserver/policy"
	"github.com/chatcb/chatcb/outcome"
)

// inPod makes the arguments of a pod what the cluster and its volumes make them, and the run short.
func inPod(args []string, env map[string]string, mounts map[string]string, url string, begin time.Time) []string {
	var out []string
	for _, arg := range args {
		arg = regexp.MustCompile(`\$\(([A-Z_]+)\)`).ReplaceAllStringFunc(arg, func(ref string) string {
			if value, ok := env[ref[2:len(ref)-1]]; ok {
				return value
			}
			return ref // as the cluster does with names that it does not know
		})
		for path, dir := range mounts {
			arg = strings.Replace(arg, "="+path+"/", "="+dir+"/", 1)
		}
		if strings.HasPrefix(arg, "http://") {
			arg = url
		}
		out = append(out, arg)
	}
	// A machine with much to do must not look like a slow receiver.
	return append(out, "--config=none", "--rate=300", "--duration=2s", "--warm-up=300ms", "--deadline=60s", "--timeout=60s",
		"--start-at="+begin.UTC().Format(time.RFC3339Nano))
}

// TestJobRuns plays the manifest's shards as the cluster would, all at once, and merges what they write: it is what one
// run of the whole finds.
func TestJobRuns(t *testing.T) {
	rules, err := policy.Parse("policy", []byte("version: 1\nrules: [{id: link, when: has_link(wording), deny: 38001}]"))
	if err != nil {
		t.Fatal(err)
	}
	var unsigned atomic.Int64
	server, err := mockserver.New(mockserver.Config{Token: "sesame", Strict: true, Policy: rules, Observe: func(e *live.Event) {
		if e.Refused != "" {
			unsigned.Add(1)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	backend := httptest.NewServer(server)
	defer backend.Close()
	j, dir := readJob(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "token"), []byte("sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &j.Spec.Template.Spec.Containers[0]
	mounts := map[string]string{}
	for _, m := range c.VolumeMounts {
		mounts[m.MountPath] = dir
	}
	run := func(args ...string) (outcome.Status, string) {
		var out, errs strings.Builder
		status := Run(t.Context(), args, strings.NewReader(""), &out, &errs)
		if status != outcome.OK {
			t.Errorf("%s: got status %d\n%s%s", strings.Join(args, " "), status, out.String(), errs.String())
		}
		return status, out.String()
	}
	begin := time.Now().Add(500 * time.Millisecond)
	var pods sync.WaitGroup
	for i := range j.Spec.Completions {
		pods.Go(func() {
			run(inPod(c.Args, map[string]string{"JOB_COMPLETION_INDEX": strconv.Itoa(i)}, mounts, backend.URL, begin)...)
		})
	}
	pods.Wait()
	parts, err := filepath.Glob(filepath.Join(dir, "part-*.json"))
	if err != nil || len(parts) != j.Spec.Completions {
		t.Fatalf("got the results %v (%v), want %d", parts, err, j.Spec.Completions)
	}
	score := func(args ...string) string {
		_, out := run(args...)
		var r struct{ Score json.RawMessage }
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		return string(r.Score)
	}
	merged := score(append([]string{"simulate", "merge", "--json"}, parts...)...)
	whole := score(append(inPod(c.Args, map[string]string{"JOB_COMPLETION_INDEX": "0"}, mounts, backend.URL, time.Now().Add(100*time.Millisecond)), "--shard=0/1", "--json")...)
	if merged != whole {
		t.Errorf("merged: got %s\nwant %s", merged, whole)
	}
	if !strings.Contains(whole, `"recall":1`) || unsigned.Load() > 0 {
		t.Errorf("got %d requests refused, and the score %s, want all signed and one campaign caught", unsigned.Load(), whole)
	}
}

// TestDockerfileBuilds runs the build command of the Dockerfile, and looks at what would be copied into the image: one
// binary that needs nothing else, for a user who is not root.
func TestDockerfileBuilds(t *testing.T) {
	if os.Getenv(need.Variable) != "all" || runtime.GOOS != "linux" {
		t.Skip("builds everything anew, which takes minutes: with " + need.Variable + "=all, on Linux")
	}
	text, err := os.ReadFile("../deploy/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	line := func(pattern string) string {
		m := regexp.MustCompile("(?m)" + pattern).FindStringSubmatch(string(text))
		if m == nil {
			t.Fatalf("got no line %s", pattern)
		}
		return m[1]
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if goes := line(`^FROM golang:([0-9.]+)(?:@sha256:[0-9a-f]{64})? AS build$`); !strings.Contains(string(mod), "\ngo "+goes+".") {
		t.Errorf("got Go %s in the Dockerfile, want that of go.mod", goes)
	}
	if user := line(`^USER ([0-9]+):[0-9]+$`); user == "0" {
		t.Error("got root")
	}
	built := line(`^RUN (CGO_ENABLED=0 go build .*)$`)
	if from, to := line(`^COPY --from=build (/chatcb) /chatcb$`), line(`^ENTRYPOINT \["(.*)"\]$`); !strings.Contains(built, "-o "+from+" ") || to != from {
		t.Errorf("got %q, which does not build %s, or runs %s", built, from, to)
	}
	binary := filepath.Join(t.TempDir(), "chatcb")
	c := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(built, "/chatcb", binary, 1))
	c.Dir = ".."
	c.Env = append(os.Environ(), "XDG_CACHE_HOME=") // see TestMain
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", built, err, out)
	}
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("got a part %s, want a static binary", p.Type)
		}
	}
	out, err := exec.CommandContext(t.Context(), binary, "send").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "exit 0") {
		t.Errorf("got %v, want a binary that works:\n%s", err, out)
	}
}
