package callback

// PrevFriendAdd is "Before a Friend Is Added": may From_Account add the friends?
var PrevFriendAdd = Define(Webhook{
	Command: "Sns.CallbackPrevFriendAdd",
	Title:   "Before a Friend Is Added",
	Fields: []Field{
		{Name: ParamCallbackCommand, Slot: Command, Short: "command", Doc: "which webhook it is"},
		{Name: "Requester_Account", Slot: Requester, Kind: KindAccount, Short: "requester", Doc: "who initiates the request"},
		{Name: "From_Account", Slot: From, Kind: KindAccount, Short: "from", Doc: "who asks to add a friend"},
		{Name: "FriendItem", Slot: ItemList, Kind: KindItems, Short: "items", Doc: "whom; client SDKs send one at a time"},
		{
			Name: "AddType", Slot: AddType, Kind: KindWord, Values: []string{AddTypeBoth, AddTypeSingle}, Default: AddTypeBoth,
			Short: "add_type", Doc: "whether only one of the two gets a friend",
		},
		{Name: "ForceAddFlags", Slot: Force, Kind: KindFlag, Short: "force", Doc: "1 when an admin forces the friend"},
		{Name: "EventTime", Slot: EventTime, Kind: KindTime, Short: "event_time", Doc: "Unix time in milliseconds"},
	},
	Items: []Field{
		{Name: "To_Account", Slot: To, Kind: KindAccount, Short: "to", Doc: "whom to add"},
		{Name: "Remark", Slot: Remark, Limit: MaxRemarkBytes, Optional: true, Short: "remark", Doc: "what the friend will be called"},
		{Name: "GroupName", Slot: Group, Limit: MaxGroupBytes, Optional: true, Short: "group", Doc: "the friend list that the friend goes into"},
		{
			Name: "AddSource", Slot: Source, Kind: KindTag, Prefix: AddSourcePrefix, Limit: 8, Optional: true, Short: "source",
			Doc: "where the request was made",
		},
		{Name: "AddWording", Slot: Wording, Limit: MaxWordingBytes, Optional: true, Short: "wording", Doc: "what is said to the friend"},
	},
	Asks:     "{from} asks to add {to}",
	About:    "{from} asks to add {n|# friend|# friends}",
	Unwanted: From,
	Sample: `{"CallbackCommand": "Sns.CallbackPrevFriendAdd","Requester_Account": "id","From_Account": "id",` +
		`"FriendItem": [{"To_Account": "id1","Remark": "remark1","GroupName": "group1",` +
		`"AddSource": "AddSource_Type_Android","AddWording": "this is id1!"},` +
		`{"To_Account": "id2","Remark": "remark2","GroupName": "group1",` +
		`"AddSource": "AddSource_Type_Android","AddWording": "this is id2!"}],` +
		`"AddType": "Add_Type_Both","ForceAddFlags": 0,"EventTime": 1631777344870}`,
})

// The values of AddType; AddTypeBoth is the default (page, "Request fields").
const (
	AddTypeSingle = "Add_Type_Single"
	AddTypeBoth   = "Add_Type_Both"
)

// AddSourcePrefix starts every AddSource; up to eight letters follow.
const AddSourcePrefix = "AddSource_Type_"
