package callback

// webhooks are those that are known. The first is the one that is meant where nothing else is said.
var webhooks = [...]*Webhook{PrevFriendAdd, PrevFriendResponse}
