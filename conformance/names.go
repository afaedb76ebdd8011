package conformance

import (
	"github.com/chatcb/chatcb/internal/rawjson"
)

// unlisted is the index of a name that is none of those looked for.
const unlisted = -1

// The members that the page has, by their index.
var (
	topNames  = [...]string{topStatus: "ActionStatus", topCode: "ErrorCode", topInfo: "ErrorInfo", topItems: "ResultItem"}
	itemNames = [...]string{itemAccount: "To_Account", itemCode: "ResultCode", itemInfo: "ResultInfo"}
)

func topMember(name []byte) int {
	switch string(name) {
	case "ActionStatus":
		return topStatus
	case "ErrorCode":
		return topCode
	case "ErrorInfo":
		return topInfo
	case "ResultItem":
		return topItems
	}
	return unlisted
}

func itemMember(name []byte) int {
	switch string(name) {
	case "To_Account":
		return itemAccount
	case "ResultCode":
		return itemCode
	case "ResultInfo":
		return itemInfo
	}
	return unlisted
}

// misspelt finds the known name that differs from name only in case and underscores, or returns -1: a framework's naming
// strategy (resultItem, to_account) wrote it.
func misspelt[S string | []byte](name S, known []string) int {
	for i, k := range known {
		if sameLetters(name, k) {
			return i
		}
	}
	return unlisted
}

func sameLetters[S string | []byte](a S, b string) bool {
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
		x, y := a[i]|0x20, b[j]|0x20
		if x != y {
			return false
		}
		i, j = i+1, j+1
	}
}

func askMember(name []byte) int {
	switch string(name) {
	case "CallbackCommand":
		return askCommand
	case "Requester_Account":
		return askRequester
	case "From_Account":
		return askFrom
	case "FriendItem":
		return askItems
	case "AddType":
		return askAddType
	case "ForceAddFlags":
		return askForce
	case "EventTime":
		return askTime
	}
	return unlisted
}

func friendMember(name []byte) int {
	switch string(name) {
	case "To_Account":
		return friendAccount
	case "Remark":
		return friendRemark
	case "GroupName":
		return friendGroup
	case "AddSource":
		return friendSource
	case "AddWording":
		return friendWording
	}
	return unlisted
}

// askKind is the JSON type of a member of the request.
func askKind(member int) rawjson.Kind {
	switch member {
	case askItems:
		return rawjson.Array
	case askForce, askTime:
		return rawjson.Number
	}
	return rawjson.String
}
