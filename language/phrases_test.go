package language

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// phraseArguments are the functions whose arguments at these places are phrases, if they are texts.
var phraseArguments = map[string][]int{
	"T": {0}, "Phrase": {0}, "Violated": {1, 2}, "ViolatedBy": {2, 3, 4}, "OwnFinding": {2, 3, 4}, "FindingAs": {3, 4, 5}, "reportAs": {4, 5, 6}, "Remark": {0},
	"ProvesNothing": {0}, "Trouble": {0}, "Mending": {1}, "CheckRefused": {2}, "ExpectSame": {0}, "ExpectAlike": {0}, "ExpectAlive": {0}, "leaking": {0}, "notice": {0},
	"grant": {0}, "TellLost": {0}, "lost": {0}, "lose": {1}, "Add": {1},
}

// stepNames are the functions that send, and where the name of the exchange is among their arguments.
var stepNames = map[string]int{"Send": 1, "SendFresh": 1, "SendOn": 2}

// folds are where a text of YAML goes on in the next line.
var folds = regexp.MustCompile(`\n +`)

var digits = regexp.MustCompile(`[0-9]+`)

var lowerWords = regexp.MustCompile(`(^|[ (])[a-z']{2,}([ ,.;:)]|$)`)

// Every phrase of the code is in Chinese, with its arguments, and no phrase is in the file that nobody has.
func TestPhrases(t *testing.T) {
	t.Parallel()
	zh := texts(t, "zh")
	all := map[string]bool{}
	walk(t, func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text, ok := constant(e); ok {
					all[text] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if i, ok := stepNames[called(call)]; ok && i < len(call.Args) {
				name := literal(call.Args[i])
				if _, ok := zh["step."+digits.ReplaceAllString(name, "N")]; !ok && lowerWords.MatchString(name) {
					t.Errorf("%s: the name of the exchange is not in Chinese: %s", set.Position(call.Pos()), name)
				}
			}
			for _, i := range phraseArguments[called(call)] {
				if i >= len(call.Args) {
					continue
				}
				text, ok := constant(call.Args[i])
				if bare := placeholders.ReplaceAllString(text, ""); !ok || !lowerWords.MatchString(bare) || strings.HasPrefix(text, "http") {
					continue
				}
				if called(call) == "Add" && !strings.Contains(text, " ") { // the name of an argument of a finding
					continue
				}
				own, ok := zh["phrase."+text]
				if !ok {
					t.Errorf("%s: the phrase is not in Chinese: %s", set.Position(call.Pos()), text)
				} else if a, b := argumentsOf(text), argumentsOf(own); !slices.Equal(a, b) {
					t.Errorf("%q has the arguments %v, and %q has %v", text, a, own, b)
				}
			}
			return true
		})
	})
	var yaml strings.Builder
	for _, pattern := range []string{
		"../scenarios/catalogue/builtin/*.yaml", "../scenarios/catalogue/*.yaml", "../conformance/rules/*/*.yaml",
	} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			yaml.WriteString(strings.ReplaceAll(folds.ReplaceAllString(string(text), " "), "''", "'"))
		}
	}
	for key := range zh {
		text, ok := strings.CutPrefix(key, "phrase.")
		made := strings.HasSuffix(text, "AddSource_Type_") // of a prefix that is a value
		if ok && !all[text] && !made && !strings.Contains(yaml.String(), text) {
			t.Errorf("nobody has the phrase %s", text)
		}
	}
}

// constant is the text of a literal, or of several that are put together.
func constant(n ast.Expr) (text string, ok bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(n.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return constant(n.X)
	case *ast.BinaryExpr:
		a, okA := constant(n.X)
		b, okB := constant(n.Y)
		return a + b, okA && okB && n.Op == token.ADD
	}
	return "", false
}
