package policy

import (
	"testing"
)

func TestHasLink(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "hello": false, "see you. ok": false, "v1.2.3": false, "a.b": false, "3.5/5": false, "Mr.Bob": false,
		"http://x": true, "www.x.de": true, "加我taobao.com谢谢": true, "t.me/abc": true, "ＷＷＷ．ｅｖｉｌ．ｃｏｍ": true,
		"evil。com": true, "go.example/path": true, "x.com.": true,
	} {
		if got := hasLink(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "123 !": "", "hello 你": "Latin", "你好 a": "Han", "привет": "Cyrillic", "ありがとう": "Hiragana", "안녕": "Hangul", "ຂອບໃຈ": "Other",
	} {
		if got := scriptOf(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSimilar(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"", "", 1}, {"abc", "", 0}, {"abc", "ABC ", 1}, {"kitten", "sitting", 1 - 3.0/7}, {"abcd", "bacd", 0.5}, {"ａｂ", "ab", 1},
	} {
		if got := similar(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: got %v, want %v", tt.a, tt.b, got, tt.want)
		}
		if got, back := similar(tt.a, tt.b), similar(tt.b, tt.a); got != back {
			t.Errorf("%q, %q: got %v one way and %v the other", tt.a, tt.b, got, back)
		}
	}
}
