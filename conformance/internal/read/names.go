package read

// unlisted is the index of a name that is none of those looked for.
const unlisted = -1

// The members that the page has, by their index.
var (
	TopNames  = [...]string{TopStatus: "ActionStatus", TopCode: "ErrorCode", TopInfo: "ErrorInfo", TopItems: "ResultItem"}
	ItemNames = [...]string{ItemAccount: "To_Account", ItemCode: "ResultCode", ItemInfo: "ResultInfo"}
)

func topMember(name []byte) int  { return indexOf(TopNames[:], name) }
func itemMember(name []byte) int { return indexOf(ItemNames[:], name) }

func indexOf(names []string, name []byte) int {
	for i := range names {
		if names[i] == string(name) {
			return i
		}
	}
	return unlisted
}

// misspelt finds the known name that differs from name only in case and underscores, or returns -1: a framework's naming
// strategy (resultItem, to_account) wrote it.
func misspelt(name []byte, known []string) int {
	for i, k := range known {
		if sameLetters(name, k) {
			return i
		}
	}
	return unlisted
}

func sameLetters(a []byte, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && (a[i] == '_' || a[i] == '-') {
			i++
		}
		for j < len(b) && b[j] == '_' {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i]|0x20 != b[j]|0x20 {
			return false
		}
		i, j = i+1, j+1
	}
}
