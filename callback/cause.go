package callback

// Cause says why an account's effect is what it is. The list is closed; see the table in CONTRIBUTING.md.
type Cause string

// The causes. All but Said let the friend request through, and OutOfRange blocks.
const (
	Said           Cause = "said"            // a valid answer in time: as said
	NoConnection   Cause = "no-connection"   // DNS, refused, unreachable
	TLS            Cause = "tls"             // the handshake failed
	Reset          Cause = "reset"           // closed before an answer
	Late           Cause = "late"            // the last byte came after the deadline, or never
	Status         Cause = "status"          // not 200
	NotJSON        Cause = "not-json"        // empty, not JSON, not an object
	ErrorCode      Cause = "error-code"      // ErrorCode is not 0
	NoResultItem   Cause = "no-result-item"  // missing, null, not an array
	NotAnswered    Cause = "not-answered"    // no item for this account
	Conflicting    Cause = "conflicting"     // two items for it with different codes
	UnreadableCode Cause = "unreadable-code" // ResultCode missing or no integer
	OutOfRange     Cause = "out-of-range"    // ResultCode not 0 and outside [MinCode, MaxCode]
)

// Causes lists all causes, in the order in which they are looked for.
func Causes() []Cause {
	return []Cause{
		Said, NoConnection, TLS, Reset, Late, Status, NotJSON, ErrorCode, NoResultItem, NotAnswered, Conflicting,
		UnreadableCode, OutOfRange,
	}
}
