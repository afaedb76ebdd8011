package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatcb/chatcb/internal/need"
)

// TestCompletionInShells asks the shells themselves what they would offer.
func TestCompletionInShells(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for shell, script := range map[string]string{
		"fish": `chatcb completion fish | source; complete -C 'chatcb check --depth '; complete -C 'chatcb explain DNY-00'; complete -C 'chatcb check --only SEC-001,SEC-00'`,
		// Without the package bash-completion, which has this function and some more.
		"bash": `_get_comp_words_by_ref() { cur=${COMP_WORDS[COMP_CWORD]}; prev=${COMP_WORDS[COMP_CWORD-1]}; words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; }
compopt() { :; }
source <(chatcb completion bash)
tab() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=63; COMP_KEY=9; __start_chatcb; printf '%s\n' "${COMPREPLY[@]}"; }
tab chatcb check --depth ''
tab chatcb explain DNY-00
tab chatcb check --only SEC-001,SEC-00`,
		// The function compadd is what zsh completes by; here it only prints.
		"zsh": `autoload -U compinit && compinit -u -D
source <(chatcb completion zsh)
[[ $_comps[chatcb] == _chatcb ]] || exit 3
_describe() { shift; print -l -- "${(@P)argv[-1]}"; print -l -- "$completions[@]"; }
words=(chatcb check --depth ''); CURRENT=4; _chatcb
words=(chatcb explain DNY-00); CURRENT=3; _chatcb
words=(chatcb check --only SEC-001,SEC-00); CURRENT=4; _chatcb`,
	} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			program := need.Program(t, shell)
			dir := t.TempDir()
			if err := os.Symlink(self, filepath.Join(dir, "chatcb")); err != nil { // see TestMain
				t.Fatal(err)
			}
			c := exec.CommandContext(t.Context(), program, "-c", script)
			c.Dir = dir
			c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir, "XDG_CONFIG_HOME="+dir)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, want := range []string{"quick", "full", "SEC-001,SEC-002", "DNY-001", "denied for its wording"} {
				if shell == "bash" && strings.Contains(want, " ") {
					continue // it shows titles in a terminal only
				}
				if !strings.Contains(string(out), want) {
					t.Errorf("got no %q in\n%s", want, out)
				}
			}
		})
	}
}
