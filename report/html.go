package report
import ("io";"github.com/chatcb/chatcb/scenarios")
func checkHTML(w io.Writer, run *scenarios.Run) error { return nil }
