package callback

// PrevFriendResponse is "Before a Friend Request Is Responded" (https://trtc.io/document/43467): may From_Account answer
// the friend requests so? Who asked to be a friend is To_Account, so that the roles are turned round.
var PrevFriendResponse = Define(Webhook{
	Command: "Sns.CallbackPrevFriendResponse",
	Title:   "Before a Friend Request Is Responded",
	Fields: []Field{
		{Name: ParamCallbackCommand, Slot: Command, Short: "command", Doc: "which webhook it is"},
		{Name: "Requester_Account", Slot: Requester, Kind: KindAccount, Short: "requester", Doc: "who sends the response"},
		{Name: "From_Account", Slot: From, Kind: KindAccount, Short: "from", Doc: "who answers the friend requests"},
		{Name: "ResponseFriendItem", Slot: ItemList, Kind: KindItems, Short: "items", Doc: "the friend requests that are answered"},
		{Name: "EventTime", Slot: EventTime, Kind: KindTime, Short: "event_time", Doc: "Unix time in milliseconds"},
	},
	Items: []Field{
		{Name: "To_Account", Slot: To, Kind: KindAccount, Short: "to", Doc: "who asked to be a friend"},
		{Name: "Remark", Slot: Remark, Limit: MaxRemarkBytes, Optional: true, Short: "remark", Doc: "what the friend will be called"},
		{Name: "TagName", Slot: Group, Limit: MaxGroupBytes, Optional: true, Short: "group", Doc: "the friend list that the friend goes into"},
		{
			Name: "ResponseAction", Slot: Action, Kind: KindWord, Short: "action", Doc: "what is answered",
			Values: []string{"Response_Action_AgreeAndAdd", "Response_Action_Agree", responseReject},
		},
	},
	Asks:     "{from} answers {to}",
	About:    "{from} answers {n|# friend request|# friend requests}",
	Unwanted: To,
	Harmless: Words{Action, responseReject},
	Sample: `{"CallbackCommand": "Sns.CallbackPrevFriendResponse","Requester_Account": "id","From_Account": "id",` +
		`"ResponseFriendItem": [{"To_Account": "id1","Remark": "remark1","TagName": "group1",` +
		`"ResponseAction": "Response_Action_AgreeAndAdd"},` +
		`{"To_Account": "id2","Remark": "remark2","TagName": "group2","ResponseAction": "Response_Action_Reject"}],` +
		`"EventTime": 1631777645424}`,
})

// Action is the slot of what is answered to a friend request.
const Action = Wording + 1

// responseReject makes nobody friends, whatever the backend answers.
const responseReject = "Response_Action_Reject"
