package callback

// Request is the body of a callback (page, "Request fields"). The fields that all webhooks have are named after the
// page's, without underscores; the others are by their [Slot].
type Request struct {
	Webhook          *Webhook // nil is PrevFriendAdd
	CallbackCommand  string   // the webhook's Command, unless the request is wrong on purpose
	RequesterAccount string   // who initiates the request
	FromAccount      string
	Items            []Item // client SDKs send one at a time
	EventTime        int64  // Unix time in milliseconds
	Texts            Texts
	Numbers          Numbers
	Extra            []Member // members that the page does not list, as they came
}

// Item is about one other user.
type Item struct {
	ToAccount string
	Texts     Texts
	Extra     []Member
}

// Texts are the texts of a request or an item that not all webhooks have, by their slot.
type Texts [MaxOwn]string

// Numbers are the numbers of a request that not all webhooks have, by their slot.
type Numbers [MaxOwn]int64

// Member is a member of a JSON object that the contract does not know: its name, and its value as JSON text.
type Member struct {
	Name  string
	Value string
}

// Hook is the webhook that the request is of.
func (q *Request) Hook() *Webhook { return q.Webhook.OrFirst() }

// Text is the text in a slot of the request.
func (q *Request) Text(s Slot) *string {
	switch s {
	case Command:
		return &q.CallbackCommand
	case Requester:
		return &q.RequesterAccount
	case From:
		return &q.FromAccount
	}
	return &q.Texts[s]
}

// Number is the number in a slot of the request.
func (q *Request) Number(s Slot) *int64 {
	if s == EventTime {
		return &q.EventTime
	}
	return &q.Numbers[s]
}

// Text is the text in a slot of the item.
func (i *Item) Text(s Slot) *string {
	if s == To {
		return &i.ToAccount
	}
	return &i.Texts[s]
}

// Accounts lists the accounts that the request asks about, in its order, repeats included.
func (q *Request) Accounts() []string {
	ids := make([]string, len(q.Items))
	for i := range q.Items {
		ids[i] = q.Items[i].ToAccount
	}
	return ids
}
