package scenarios

import "strconv"

// OwnAccounts are n accounts that no other case asks about, legal in length and letters.
func (t *CaseRun) OwnAccounts(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = t.own(strconv.Itoa(i + 1))
	}
	return ids
}

// OwnSender is a sender that no other request comes from but those that ask for the same name.
func (t *CaseRun) OwnSender(name string) string {
	if pool := t.Suite.From; len(pool) > 0 {
		return pool[hash(t.Case.ID+name)%uint64(len(pool))]
	}
	return t.own("s" + name)
}

// OwnAccount is one of a name of its own, or one of those that the receiver knows, where the user named some.
func (t *CaseRun) OwnAccount(name string) string {
	if pool := t.Suite.Accounts; len(pool) > 0 {
		return pool[hash(t.Case.ID+name)%uint64(len(pool))]
	}
	return t.own(name)
}

func (t *CaseRun) own(name string) string {
	return "chatcb-" + strconv.FormatUint(hash(strconv.FormatUint(t.Suite.Seed, 16)+t.Case.ID)>>34, 36) + "-" + name
}

// perSender is about how many accounts one sender of a case asks, so that no limit of a receiver is met by chance.
const perSender = 10

// sender is who asks the next n accounts.
func (t *CaseRun) sender(n int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asks > 0 && t.asks+n > perSender {
		t.senders, t.asks = t.senders+1, 0
	}
	t.asks += n
	return t.OwnSender(strconv.Itoa(t.senders + 1))
}

// SampleAccounts are those of the sample request: two of the case's own, or of the user's.
func (t *CaseRun) SampleAccounts() []string {
	if pool := t.Suite.Accounts; len(pool) > 0 {
		return pool[:min(2, len(pool))]
	}
	return t.OwnAccounts(2)
}
