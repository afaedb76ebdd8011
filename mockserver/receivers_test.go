package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/mockserver/fault"
)

// exposing are the requests, the last of which a broken receiver answers otherwise than a right one.
func exposing() map[string][]probe {
	s := sample()
	other := callback.Sign(token, strconv.FormatInt(now(), 10))
	stale, future := s.at(now()-61), s.at(now()+61)
	long := strings.Repeat("x", 5000)
	return map[string][]probe{
		"no-app-id-check":        {s.set("SdkAppid", "1400000001")},
		"app-id-if-present":      {s.del("SdkAppid")},
		"app-id-prefix":          {s.set("SdkAppid", appID+"1")},
		"app-id-in-32-bits":      {s.set("SdkAppid", "5694967296")},
		"no-charset":             {s.request(header("Content-Type", "application/json; charset=utf-8"))},
		"object-as-map":          {s.put("id1", "constructor")},
		"app-id-as-number":       {s.set("SdkAppid", "0"+appID)},
		"app-id-last":            {s.set("SdkAppid", "1").add("SdkAppid", appID)},
		"app-id-anywhere":        {s.set("SdkAppid", "1").request(header("X-App", appID))},
		"app-id-or-admin":        {s.set("SdkAppid", "1").put(`"ForceAddFlags": 0`, `"ForceAddFlags": 1`)},
		"app-id-chokes":          {s.set("SdkAppid", "abc")},
		"no-command-check":       {s.set("CallbackCommand", "Sns.CallbackFriendDelete")},
		"body-command-only":      {s.set("CallbackCommand", "Sns.CallbackFriendDelete")},
		"url-command-only":       {s.put(callback.PrevFriendAdd.Command, "C2C.CallbackBeforeSendMsg")},
		"contenttype-chokes":     {s.set("contenttype", "xml")},
		"any-method":             {s.request(method(http.MethodPut))},
		"content-type-chokes":    {s.request(header("Content-Type", "text/plain"))},
		"slow-on-quotes":         {s.put("remark1", "' OR 1=1")},
		"quotes-choke":           {s.put("remark1", "' OR 1=1")},
		"reflects":               {s.put("remark1", "<script>")},
		"no-sign-check":          {s.del("Sign")},
		"sign-if-present":        {s.del("Sign").add("Sign", "")},
		"sign-prefix":            {s.set("Sign", other[:8])},
		"sign-length":            {s.set("Sign", strings.Repeat("0", 64))},
		"sign-any-recipe":        {s.signedAs(callback.Sign("xxxyyy", strconv.FormatInt(now(), 10)), strconv.FormatInt(now(), 10))},
		"sign-reversed":          {s},
		"sign-near-time":         {s.set("RequestTime", strconv.FormatInt(now()+1, 10))},
		"no-freshness":           {stale},
		"window-for-future-only": {stale},
		"window-for-past-only":   {future},
		"narrow-window":          {s.at(now() - 59)},
		"milliseconds-too":       {s.at(now() * 1000)},
		"request-time-chokes":    {s.set("RequestTime", "abc")},
		"sign-last":              {s.set("Sign", "bad").add("Sign", other)},
		"sign-array-chokes":      {s.del("Sign").add("Sign[]", other)},
		"real-403-page":          {s},
		"real-old-platforms":     {s.set("OptPlatform", "macOS")},

		"stale-on-reuse":    {s, s.friends(1)},
		"resets-idle":       {s, s.after(6 * time.Second)},
		"no-chunked-bodies": {s.request(streamed(strings.NewReader(callback.PrevFriendAdd.Sample)))},
		"reads-once":        {s.request(streamed(io.MultiReader(strings.NewReader(callback.PrevFriendAdd.Sample[:50]), strings.NewReader(callback.PrevFriendAdd.Sample[50:]))))},
		"no-http-1.0":       {s.request(func(r *http.Request) { r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.0", 1, 0 })},
		"no-continue":       {s.request(header("Expect", "100-continue"))},
		"leaks-workers":     append(slices.Repeat([]probe{s.request(streamed(io.MultiReader(strings.NewReader("{"), vanished{})))}, 10), s),
		"drops-pipelined":   {s},
		"ignores-close":     {s.request(func(r *http.Request) { r.Close = true })},

		"page-order-only":     {s.friends(1)},
		"wire-order-only":     {s},
		"two-friends-only":    {s.friends(1)},
		"no-friend-chokes":    {s.friends(0)},
		"reads-2048":          {s.friends(100)},
		"ten-friends-only":    {s.friends(20)},
		"denies-repeats":      {s.put("id2", "id1")},
		"both-only":           {s.put("Add_Type_Both", "Add_Type_Single")},
		"single-only":         {s},
		"add-type-required":   {s.put(`"AddType": "Add_Type_Both",`, "")},
		"add-type-chokes":     {s.put("Add_Type_Both", "Add_Type_X")},
		"forced-fails":        {s.put(`"ForceAddFlags": 0`, `"ForceAddFlags": 1`)},
		"force-chokes":        {s.put(`"ForceAddFlags": 0`, `"ForceAddFlags": "1"`)},
		"event-time-fresh":    {s.put("1631777344870", "1631777344")},
		"remark-required":     {s.put(`"Remark": "remark1",`, "")},
		"null-chokes":         {s.put(`"remark1"`, "null")},
		"android-source-only": {s.put("AddSource_Type_Android", "AddSource_Type_iOS")},
		"requester-is-from":   {s.put(`"Requester_Account": "id"`, `"Requester_Account": "admin"`)},
		"self-add-fails":      {s.put("id1", "id")},
		"platform-chokes":     {s.del("OptPlatform")},
		"ipv4-only":           {s.set("ClientIP", "2001:db8::1")},
		"known-members-only":  {s.put(`{"CallbackCommand"`, `{"MsgPriority": 1, "CallbackCommand"`)},
		"query-order":         {s.del("SdkAppid").add("SdkAppid", appID)},

		"ascii-only":             {s.put("id1", "好")},
		"long-text-chokes":       {s.put("remark1", long)},
		"long-text-kills":        {s.put("remark1", long), s},
		"huge-body-chokes":       {s.put("remark1", strings.Repeat("x", 1<<20))},
		"deep-nesting-chokes":    {s.put(`{"CallbackCommand"`, `{"x":`+strings.Repeat("[", 500)+strings.Repeat("]", 500)+`,"CallbackCommand"`)},
		"bad-json-chokes":        {s.as(callback.PrevFriendAdd.Sample[:100])},
		"bad-json-approved":      {s.as("[]")},
		"wrong-types-approved":   {s.put(`"To_Account": "id1"`, `"To_Account": 1`)},
		"big-number-chokes":      {s.put("1631777344870", "1e400")},
		"duplicates-choke":       {s.put(`"To_Account": "id1"`, `"To_Account": "x","To_Account": "id1"`)},
		"gzip-chokes":            {s.request(header("Content-Encoding", "gzip"))},
		"encoding-chokes":        {s.as("\ufeff" + callback.PrevFriendAdd.Sample)},
		"proto-chokes":           {s.put(`{"CallbackCommand"`, `{"__proto__": {}, "CallbackCommand"`)},
		"emoji-chokes":           {s.put("remark1", "😀")},
		"guesses-missing":        {s.put(`"From_Account": "id",`, "")},
		"internals-on-bad-input": {s.as("{")},

		"denies-the-last":    {s.friends(5)},
		"denies-batches":     {s.friends(5)},
		"denies-blanks":      {s},
		"request-id-decides": {s.add("RequestId", "7b0d5c5e-7f0a-4a3b-9a39-111111111111")},
		"add-type-decides":   {s.put(`"AddType": "Add_Type_Both",`, "")},
		"never-denies":       {s.put("id1", "bad")},
		"denies-everybody":   {s},
		"first-decides":      {s.put("id1", "bad")},
		"fails-to-deny":      {s.put("id1", "bad")},
		"one-code":           {s.put("id1", "bad")},

		"denies-again":    {s, s},
		"in-order-only":   {s, s.put("1631777344870", "1631777344869")},
		"wears-out":       slices.Repeat([]probe{s}, 501),
		"too-slow":        {s},
		"no-head-room":    slices.Repeat([]probe{s}, 10),
		"cold-start":      {s},
		"slow-per-friend": {s.friends(30)},
		"one-lane":        {s},

		"http2-chokes": {s.request(func(r *http.Request) { r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/2.0", 2, 0 })},
	}
}

// vanished is the rest of a body whose client is gone.
type vanished struct{}

func (vanished) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Those that show only between requests at once, or on a real connection, have tests of their own.
var elsewhere = map[string]bool{"one-at-a-time": true, "cross-talk": true, "impatient": true, "one-reader": true}

// ofHandshakes are proved by handshakes, in TestHandshakeFaults.
func ofHandshakes(f *fault.Fault) bool { return strings.HasPrefix(f.ID, "tls-") }

// Every broken receiver of the active part answers its probe otherwise than a right one does.
func TestActiveFaultsAreFoundOut(t *testing.T) {
	left := exposing()
	for f := range fault.All() {
		if passive(f) || f.Group == "legal" || elsewhere[f.ID] || ofHandshakes(f) {
			continue
		}
		if left[f.ID] == nil {
			t.Errorf("%s: no probe", f.ID)
		}
		delete(left, f.ID)
		synctest.Test(t, func(t *testing.T) { // each has a clock of its own, as probes are signed
			right, broken := strictServer(t, ""), strictServer(t, f.ID)
			var want, got outcome
			for _, p := range exposing()[f.ID] {
				want, got = p.send(right), p.send(broken)
			}
			if got == want {
				t.Errorf("%s: got the answer of a right receiver, %d %.200s", f.ID, got.status, got.body)
			}
			if want.status >= 500 || want.kind != "application/json" || want.slow {
				t.Errorf("%s: the right receiver answered %+v", f.ID, want)
			}
		})
	}
	for id := range left {
		t.Errorf("a probe for %s, which is no active fault", id)
	}
}

// The ones among them that are found out by the page's sample itself.
var atOnce = []string{"FLD-001", "FLD-008", "SEC-020", "LAT-001", "LAT-003", "LAT-005", "POL-002", "TRN-012", "FLD-002"}

// Otherwise they look right: the page's sample has a valid answer.
func TestActiveFaultsLookRight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for f := range fault.All() {
			if passive(f) || f.Group == "legal" || slices.ContainsFunc(f.Fires, func(id string) bool { return slices.Contains(atOnce, id) }) {
				continue
			}
			got := sample().send(strictServer(t, f.ID))
			want := string(callback.Allow("id1", "id2").Append(nil, callback.Wire))
			if got.status != 200 || got.body != want || got.kind != "application/json" || got.slow && f.ID != "one-at-a-time" {
				t.Errorf("%s: got %+v, want the answer of a right receiver", f.ID, got)
			}
		}
	})
}

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9.]+)*$`)

// Elements of the table are well-formed, and rules are covered: each one that judges answers has a receiver that breaks
// it.
func TestFaultsAreComplete(t *testing.T) {
	seen, covered := map[string]bool{}, map[string]bool{}
	for f := range fault.All() {
		if seen[f.ID] || !kebab.MatchString(f.ID) || f.Title == "" || f.Group == "" {
			t.Errorf("%+v: wanted an id of its own in kebab-case, a title and a group", f)
		}
		seen[f.ID] = true
		if (len(f.Fires) == 0) != (f.Group == "legal") {
			t.Errorf("%s: got rules %v in group %s", f.ID, f.Fires, f.Group)
		}
		for _, id := range f.Fires {
			covered[id] = true
			if !regexp.MustCompile(`^[A-Z]{3}-[0-9]{3}$`).MatchString(id) {
				t.Errorf("%s: %q is no id", f.ID, id)
			}
		}
	}
	for rule := range conformance.Rules() {
		if !rule.Guard && rule.Since == "" && !covered[rule.ID] { // a later rule has its proof, and no receiver yet
			t.Errorf("no receiver breaks %s %s", rule.ID, rule.Title)
		}
	}
	if len(seen) < 120 {
		t.Errorf("got %d receivers", len(seen))
	}
	t.Log(fmt.Sprint(len(seen), " faults"))
}
