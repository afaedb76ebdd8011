package conformance

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance/rule"
)

// one answers for id1 alone.
func one(item string) string { return sampleBody(`"OK"`, `0`, `""`, item) }

func raw(defect string) string {
	return map[string]string{
		"short":      sampleLengthy(len(denies)+9, denies),
		"extra":      sampleLengthy(len(denies), denies+"x"),
		"two sizes":  jsonHead + "Content-Length: 9\r\nContent-Length: 8\r\n\r\n" + denies,
		"both":       jsonHead + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n" + sampleChunked(denies),
		"bad header": "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nno colon\r\n\r\n" + denies,
		"no end":     jsonHead + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(sampleChunked(denies), "0\r\n\r\n"),
		"bad chunk":  jsonHead + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(sampleChunked(denies), "\r\n0\r\n\r\n") + "junk\r\n",
	}[defect]
}

// denies is a right answer that denies id1; so is every answer below that has any item but says otherwise.
var denies = one(sampleEntry(`"id1"`, `38000`, `"no"`))

// effects has for each way in which an answer can be what becomes of id1, by default and with switches.
var effects = []struct {
	name   string
	sample rule.Sample
	assume string
	want   Verdict
}{
	{"allowed", rule.Sample{Body: sampleAllowing("id1")}, "", Verdict{"", SaidAllow, Allow, callback.Said, Documented, 0, true, false}},
	{"denied", rule.Sample{Body: denies}, "", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},
	{"denied in the last moment", rule.Sample{Body: denies, Took: 2 * time.Second}, "", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},

	{"no connection", rule.Sample{Failure: callback.NoConnection}, "", Verdict{"", SaidNothing, Allow, callback.NoConnection, Documented, 0, false, false}},
	{"no connection, and late", rule.Sample{Failure: callback.NoConnection, Took: 3 * time.Second}, "", Verdict{"", SaidNothing, Allow, callback.NoConnection, Documented, 0, false, false}},
	{"TLS", rule.Sample{Failure: callback.TLS}, "", Verdict{"", SaidNothing, Allow, callback.TLS, Documented, 0, false, false}},
	{"reset", rule.Sample{Failure: callback.Reset}, "", Verdict{"", SaidNothing, Allow, callback.Reset, Documented, 0, false, false}},
	{"closed within the headers", rule.Sample{Raw: "HTTP/1.1 200 OK\r\n"}, "", Verdict{"", SaidNothing, Allow, callback.Reset, Documented, 0, false, false}},
	{"junk, then reset", rule.Sample{Raw: "SSH-2.0-x\r\n", Failure: callback.Reset}, "", Verdict{"", SaidNothing, Allow, callback.Reset, Documented, 0, false, false}},
	{"reset within the body", rule.Sample{Raw: sampleLengthy(len(denies), denies), Failure: callback.Reset}, "", Verdict{"", SaidBlock, Allow, callback.Reset, Assumed, 38000, true, false}},
	{"reset within the body of a 403", rule.Sample{Raw: "HTTP/1.1 403 X\r\n\r\n" + denies, Failure: callback.Reset}, "", Verdict{"", SaidBlock, Allow, callback.Status, Documented, 38000, true, false}},
	{"cut off, with all of it", rule.Sample{Raw: raw("short")}, "", Verdict{"", SaidBlock, Allow, callback.Reset, Assumed, 38000, true, false}},
	{"cut off, taken at its word", rule.Sample{Raw: raw("short")}, "incomplete=said", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"cut off within the JSON", rule.Sample{Raw: sampleLengthy(99, `{"Act`)}, "incomplete=said", Verdict{"", SaidNothing, Allow, callback.NotJSON, Documented, 0, false, false}},
	{"two lengths", rule.Sample{Raw: raw("two sizes")}, "", Verdict{"", SaidNothing, Allow, callback.Reset, Assumed, 0, false, false}},
	{"no last chunk", rule.Sample{Raw: raw("no end")}, "", Verdict{"", SaidBlock, Allow, callback.Reset, Assumed, 38000, true, false}},
	{"bad chunk", rule.Sample{Raw: raw("bad chunk")}, "", Verdict{"", SaidBlock, Allow, callback.Reset, Assumed, 38000, true, false}},
	{"bytes after the end", rule.Sample{Raw: raw("extra")}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"length and chunks", rule.Sample{Raw: raw("both")}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"malformed header", rule.Sample{Raw: raw("bad header")}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},

	{"late but right", rule.Sample{Body: denies, Took: 2*time.Second + 1}, "", Verdict{"", SaidBlock, Allow, callback.Late, Documented, 38000, true, false}},
	{"late approval", rule.Sample{Body: sampleAllowing("id1"), Took: time.Minute}, "", Verdict{"", SaidAllow, Allow, callback.Late, Documented, 0, true, false}},
	{"late 500", rule.Sample{Status: 500, Body: "x", Took: time.Minute}, "", Verdict{"", SaidNothing, Allow, callback.Late, Documented, 0, false, false}},
	{"never", rule.Sample{Failure: callback.Late}, "", Verdict{"", SaidNothing, Allow, callback.Late, Documented, 0, false, false}},
	{"closed too late", rule.Sample{Raw: raw("short"), Took: time.Minute}, "", Verdict{"", SaidBlock, Allow, callback.Late, Documented, 38000, true, false}},

	{"403 with a denial", rule.Sample{Status: 403, Body: denies}, "", Verdict{"", SaidBlock, Allow, callback.Status, Documented, 38000, true, false}},
	{"302", rule.Sample{Status: 302, Body: denies}, "", Verdict{"", SaidBlock, Allow, callback.Status, Documented, 38000, true, false}},
	{"201", rule.Sample{Status: 201, Body: denies}, "", Verdict{"", SaidBlock, Allow, callback.Status, Documented, 38000, true, false}},
	{"junk", rule.Sample{Raw: "SSH-2.0-x\r\n"}, "", Verdict{"", SaidNothing, Allow, callback.Status, Documented, 0, false, false}},

	{"HTML", rule.Sample{Body: "<html>"}, "", Verdict{"", SaidNothing, Allow, callback.NotJSON, Documented, 0, false, false}},
	{"HTML is documented", rule.Sample{Body: "<html>"}, "not-json=block", Verdict{"", SaidNothing, Allow, callback.NotJSON, Documented, 0, false, false}},
	{"something after it", rule.Sample{Body: denies + "x"}, "", Verdict{"", SaidBlock, Allow, callback.NotJSON, Documented, 38000, true, false}},
	{"empty", rule.Sample{Empty: true}, "", Verdict{"", SaidNothing, Allow, callback.NotJSON, Assumed, 0, false, false}},
	{"empty, assumed to block", rule.Sample{Empty: true}, "not-json=block", Verdict{"", SaidNothing, Block, callback.NotJSON, Assumed, 0, false, false}},
	{"array", rule.Sample{Body: "[" + denies + "]"}, "", Verdict{"", SaidNothing, Allow, callback.NotJSON, Assumed, 0, false, false}},
	{"array, assumed to block", rule.Sample{Body: "[]"}, "not-json=block", Verdict{"", SaidNothing, Block, callback.NotJSON, Assumed, 0, false, false}},
	{"compressed", rule.Sample{Head: "Content-Encoding: gzip\r\n", Body: "\x1f\x8b"}, "", Verdict{"", SaidNothing, Allow, callback.NotJSON, Assumed, 0, false, false}},
	{"said to be compressed", rule.Sample{Head: "Content-Encoding: br\r\n", Body: denies}, "", Verdict{"", SaidBlock, Allow, callback.NotJSON, Assumed, 38000, true, false}},
	{"byte order mark", rule.Sample{Body: "\ufeff" + denies}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"byte order mark, refused", rule.Sample{Body: "\ufeff" + denies}, "byte-order-mark=allow", Verdict{"", SaidBlock, Allow, callback.NotJSON, Assumed, 38000, true, false}},
	{"GBK", rule.Sample{Body: one(sampleEntry(`"id1"`, `38000`, "\"\xba\xc3\""))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"GBK, refused", rule.Sample{Body: one(sampleEntry(`"id1"`, `38000`, "\"\xba\xc3\""))}, "broken-utf-8=allow", Verdict{"", SaidBlock, Allow, callback.NotJSON, Assumed, 38000, true, false}},
	{"neither mark nor GBK", rule.Sample{Body: denies}, "byte-order-mark=allow,broken-utf-8=allow", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},

	// That the error is ignored is documented; whether denials beside it count is not.
	{"ErrorCode", rule.Sample{Body: sampleFailing("38000")}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 38000, true, false}},
	{"ErrorCode, items count", rule.Sample{Body: sampleFailing("38000")}, "error-code=said", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"ErrorCode, items allow", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 1`)}, "", Verdict{"", SaidAllow, Allow, callback.ErrorCode, Documented, 0, true, false}},
	{"ErrorCode, items that allow count", rule.Sample{Body: sampleEdited(`"ErrorCode": 0`, `"ErrorCode": 1`)}, "error-code=said", Verdict{"", SaidAllow, Allow, callback.Said, Assumed, 0, true, false}},
	{"ErrorCode, out of range counts", rule.Sample{Body: sampleBody(`"FAIL"`, `38000`, `"x"`, sampleEntry(`"id1"`, `1`, `"x"`))}, "error-code=said", Verdict{"", SaidBlock, Block, callback.OutOfRange, Assumed, 1, true, false}},
	{"ErrorCode without items", rule.Sample{Body: `{"ErrorCode":1}`}, "error-code=said", Verdict{"", SaidNothing, Allow, callback.NoResultItem, Assumed, 0, false, false}},
	{"ErrorCode and no items", rule.Sample{Body: `{"ErrorCode":1}`}, "", Verdict{"", SaidNothing, Allow, callback.ErrorCode, Assumed, 0, false, false}},
	{"ErrorCode, and two items that deny differently", rule.Sample{Body: sampleBody(`"FAIL"`, `38000`, `"e"`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `38001`, `"x"`), sampleEntry(`"id2"`, `0`, `""`))}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 0, false, false}},
	{"ErrorCode, items allow, another item twice", rule.Sample{Body: sampleBody(`"FAIL"`, `38000`, `"e"`, sampleEntry(`"id2"`, `38000`, `"x"`), sampleEntry(`"id2"`, `38001`, `"x"`), sampleEntry(`"id1"`, `0`, `""`))}, "", Verdict{"", SaidAllow, Allow, callback.ErrorCode, Assumed, 0, true, false}},
	{"ErrorCode missing", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0,`, ``, 1)}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 38000, true, false}},
	{"ErrorCode missing, items allow", rule.Sample{Body: strings.Replace(callback.SampleResponse, `"ErrorCode": 0,`, ``, 1)}, "", Verdict{"", SaidAllow, Allow, callback.ErrorCode, Assumed, 0, true, false}},
	{"ErrorCode twice, items allow", rule.Sample{Body: strings.Replace(callback.SampleResponse, `"ErrorCode": 0`, `"ErrorCode": 1,"ErrorCode": 2`, 1)}, "", Verdict{"", SaidAllow, Allow, callback.ErrorCode, Assumed, 0, true, false}},
	{"ErrorCode missing, items count", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0,`, ``, 1)}, "error-code=said", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"ErrorCode a string", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":"0"`, 1)}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 38000, true, false}},
	{"ErrorCode twice, one of them 0", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":1,"ErrorCode":0`, 1)}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 38000, true, false}},
	{"ErrorCode twice, the other order", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":0,"ErrorCode":1`, 1)}, "", Verdict{"", SaidBlock, Allow, callback.ErrorCode, Assumed, 38000, true, false}},
	{"ErrorCode twice 0", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":0,"ErrorCode":0`, 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"ErrorCode twice 0, spelt otherwise", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":0,"ErrorCode":0.0`, 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"ErrorCode 0.0", rule.Sample{Body: strings.Replace(denies, `"ErrorCode":0`, `"ErrorCode":0.0`, 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},

	{"ResultItem missing", rule.Sample{Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`}, "", Verdict{"", SaidNothing, Allow, callback.NoResultItem, Assumed, 0, false, false}},
	{"ResultItem missing, assumed to block", rule.Sample{Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`}, "no-result-item=block", Verdict{"", SaidNothing, Block, callback.NoResultItem, Assumed, 0, false, false}},
	{"ResultItem null", rule.Sample{Body: `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","ResultItem":null}`}, "", Verdict{"", SaidNothing, Allow, callback.NoResultItem, Assumed, 0, false, false}},
	{"ResultItem an object", rule.Sample{Body: `{"ErrorCode":0,"ResultItem":` + sampleEntry(`"id1"`, `38000`, `""`) + `}`}, "", Verdict{"", SaidNothing, Allow, callback.NoResultItem, Assumed, 0, false, false}},
	{"ResultItem in another case", rule.Sample{Body: strings.Replace(denies, "ResultItem", "resultItem", 1)}, "", Verdict{"", SaidNothing, Allow, callback.NoResultItem, Assumed, 0, false, false}},
	{"ResultItem null, then an array", rule.Sample{Body: strings.Replace(denies, `"ResultItem"`, `"ResultItem":null,"ResultItem"`, 1)}, "", Verdict{"", SaidBlock, Allow, callback.NoResultItem, Assumed, 38000, true, false}},
	{"ResultItem an array, then null", rule.Sample{Body: strings.TrimSuffix(denies, "}") + `,"ResultItem":null}`}, "", Verdict{"", SaidBlock, Allow, callback.NoResultItem, Assumed, 38000, true, false}},

	{"no item", rule.Sample{Body: sampleAllowing("id2")}, "", Verdict{"", SaidNothing, Allow, callback.NotAnswered, Assumed, 0, false, false}},
	{"no item, assumed to block", rule.Sample{Body: sampleAllowing("id2")}, "not-answered=block", Verdict{"", SaidNothing, Block, callback.NotAnswered, Assumed, 0, false, false}},
	{"item in another case", rule.Sample{Body: one(sampleEntry(`"ID1"`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.NotAnswered, Assumed, 0, false, false}},
	{"item with a blank", rule.Sample{Body: one(sampleEntry(`" id1"`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.NotAnswered, Assumed, 0, false, false}},
	{"item for a number", rule.Sample{Body: one(sampleEntry(`1`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.NotAnswered, Assumed, 0, false, false}},
	{"item for an empty account", rule.Sample{Body: one(sampleEntry(`""`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.NotAnswered, Assumed, 0, false, false}},

	{"two items that differ", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `0`, `""`))}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two items, the other order", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `0`, `""`), sampleEntry(`"id1"`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two items, assumed to block", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `0`, `""`))}, "conflicting=block", Verdict{"", SaidNothing, Block, callback.Conflicting, Assumed, 0, false, false}},
	{"two items that deny differently", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `38001`, `"x"`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 0, false, false}},
	{"two items that deny, one out of range", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `1`, `"x"`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 0, false, false}},
	{"two items, one out of range, assumed to allow", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `1`, `"x"`))}, "out-of-range=allow", Verdict{"", SaidBlock, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two items out of range", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `2`, `"x"`), sampleEntry(`"id1"`, `1`, `"x"`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 0, false, false}},
	{"two items out of range, assumed to allow", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `2`, `"x"`), sampleEntry(`"id1"`, `1`, `"x"`))}, "out-of-range=allow", Verdict{"", SaidBlock, Allow, callback.OutOfRange, Assumed, 0, false, false}},
	{"two items, one denies, one without a code", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), `{"To_Account":"id1","ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two ResultCodes that deny", rule.Sample{Body: one(`{"To_Account":"id1","ResultCode":38000,"ResultCode":38001,"ResultInfo":"x"}`)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 0, false, false}},
	{"three ResultCodes, the first allows", rule.Sample{Body: one(`{"To_Account":"id1","ResultCode":0,"ResultCode":38001,"ResultCode":38000,"ResultInfo":"x"}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two items that agree", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `38000`, `"y"`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"three items, the last differs", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `0`, `""`))}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"three items, the second differs", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id1"`, `0`, `""`), sampleEntry(`"id1"`, `38000`, `"x"`))}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two ResultCodes", rule.Sample{Body: one(`{"To_Account":"id1","ResultCode":0,"ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two ResultCodes that agree", rule.Sample{Body: one(`{"To_Account":"id1","ResultCode":38000,"ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"a ResultCode, and one that is none", rule.Sample{Body: one(`{"To_Account":"id1","ResultCode":"38000","ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two To_Accounts", rule.Sample{Body: one(`{"To_Account":"id3","To_Account":"id1","ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two To_Accounts, the other order", rule.Sample{Body: one(`{"To_Account":"id1","To_Account":"id3","ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"a To_Account, and one that is none", rule.Sample{Body: one(`{"To_Account":"id1","To_Account":null,"ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},
	{"two To_Accounts that agree", rule.Sample{Body: one(`{"To_Account":"id1","To_Account":"id1","ResultCode":38000,"ResultInfo":""}`)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"two ResultItems, one without it", rule.Sample{Body: strings.Replace(denies, `"ResultItem"`, `"ResultItem":[],"ResultItem"`, 1)}, "", Verdict{"", SaidBlock, Allow, callback.Conflicting, Assumed, 38000, true, false}},
	{"two ResultItems that agree", rule.Sample{Body: strings.Replace(denies, `"ResultItem"`, `"ResultItem":[`+sampleEntry(`"id1"`, `38000`, `""`)+`],"ResultItem"`, 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"two ResultItems that differ", rule.Sample{Body: strings.Replace(denies, `"ResultItem"`, `"ResultItem":[`+sampleEntry(`"id1"`, `0`, `""`)+`],"ResultItem"`, 1)}, "", Verdict{"", SaidNothing, Allow, callback.Conflicting, Assumed, 0, false, false}},

	{"code missing", rule.Sample{Body: one(`{"To_Account":"id1","ResultInfo":"no"}`)}, "", Verdict{"", SaidNothing, Allow, callback.UnreadableCode, Assumed, 0, false, false}},
	{"code missing, assumed to block", rule.Sample{Body: one(`{"To_Account":"id1"}`)}, "unreadable-code=block", Verdict{"", SaidNothing, Block, callback.UnreadableCode, Assumed, 0, false, false}},
	{"code in another case", rule.Sample{Body: one(`{"To_Account":"id1","resultCode":38000,"ResultInfo":"no"}`)}, "", Verdict{"", SaidNothing, Allow, callback.UnreadableCode, Assumed, 0, false, false}},
	{"code a string", rule.Sample{Body: one(sampleEntry(`"id1"`, `"38000"`, `"no"`))}, "", Verdict{"", SaidNothing, Allow, callback.UnreadableCode, Assumed, 0, false, false}},
	{"code spelt with a fraction", rule.Sample{Body: one(sampleEntry(`"id1"`, `38000.0`, `"no"`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"code spelt with a fraction, refused", rule.Sample{Body: one(sampleEntry(`"id1"`, `38000.0`, `"no"`))}, "odd-number=allow", Verdict{"", SaidBlock, Allow, callback.UnreadableCode, Assumed, 38000, true, false}},
	{"code spelt with a fraction, refused and blocking", rule.Sample{Body: one(sampleEntry(`"id1"`, `38000.0`, `"no"`))}, "odd-number=allow,unreadable-code=block", Verdict{"", SaidBlock, Block, callback.UnreadableCode, Assumed, 38000, true, false}},
	{"code spelt plainly", rule.Sample{Body: denies}, "odd-number=allow", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},

	{"out of range", rule.Sample{Body: one(sampleEntry(`"id1"`, `1`, `"no"`))}, "", Verdict{"", SaidBlock, Block, callback.OutOfRange, Documented, 1, true, false}},
	{"out of range, assumed to allow", rule.Sample{Body: one(sampleEntry(`"id1"`, `1`, `"no"`))}, "out-of-range=allow", Verdict{"", SaidBlock, Allow, callback.OutOfRange, Assumed, 1, true, false}},
	{"out of range in a broken answer", rule.Sample{Body: strings.Replace(one(sampleEntry(`"id1"`, `1`, `"no"`)), `"ActionStatus":"OK",`, "", 1)}, "", Verdict{"", SaidBlock, Block, callback.OutOfRange, Assumed, 1, true, false}},
	{"out of range, spelt oddly", rule.Sample{Body: one(sampleEntry(`"id1"`, `1.0`, `"no"`))}, "", Verdict{"", SaidBlock, Block, callback.OutOfRange, Assumed, 1, true, false}},

	{"a text missing", rule.Sample{Body: strings.Replace(denies, `"ErrorInfo":"",`, ``, 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"FAIL with ErrorCode 0", rule.Sample{Body: strings.Replace(denies, "OK", "FAIL", 1)}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"an item for nobody", rule.Sample{Body: sampleBody(`"OK"`, `0`, `""`, sampleEntry(`"id1"`, `38000`, `"x"`), sampleEntry(`"id9"`, `0`, `""`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Assumed, 38000, true, false}},
	{"another is out of range", rule.Sample{Asks: rule.Asks("id1", "id2"), Body: sampleDeciding("38000", "1")}, "", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},
	{"reordered", rule.Sample{Asks: rule.Asks("id2", "id1"), Body: sampleDeciding("38000", "0")}, "", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},
	{"only warnings", rule.Sample{Head: "Content-Type: text/plain\r\n", Body: one(sampleEntry(`"id1"`, `38000`, `""`))}, "", Verdict{"", SaidBlock, Block, callback.Said, Documented, 38000, true, false}},
}

// TestEffect says for each way in which an answer can be what becomes of the account.
func TestEffect(t *testing.T) {
	covered := map[callback.Cause]bool{}
	flipped := map[string]bool{}
	for _, tt := range effects {
		t.Run(tt.name, func(t *testing.T) {
			if tt.sample.Asks == "" {
				tt.sample.Asks = rule.Asks("id1")
				if strings.Contains(tt.sample.Body, "id2") {
					tt.sample.Asks = rule.Asks("id1", "id2")
				}
			}
			assume, err := ParseAssumptions()
			if tt.assume != "" {
				assume, err = ParseAssumptions(tt.assume)
			}
			if err != nil {
				t.Fatal(err)
			}
			request, judge, out := requestOf(&tt.sample), Judge{Assume: assume}, Judgement{}
			judge.Judge(tt.sample.Exchange(), &request, &out)
			tt.want.Account = "id1"
			var got Verdict
			for _, v := range out.Verdicts {
				if v.Account == "id1" {
					got = v
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdict, want against got:\n%s", diff)
			}
			if open := got.FailOpen(); open != (got.Effect == Allow && got.Cause != callback.Said) {
				t.Errorf("got fail-open %v of %+v", open, got)
			}
			covered[got.Cause] = true
			flipped[tt.assume] = true
		})
	}
	for _, cause := range callback.Causes() {
		if !covered[cause] {
			t.Errorf("no case has the cause %s", cause)
		}
	}
	for _, s := range Switches() {
		if !flipped[s.Name+"="+s.Other] && s.Name != "byte-order-mark" && s.Name != "broken-utf-8" {
			t.Errorf("no case has %s=%s alone", s.Name, s.Other)
		}
	}
}
