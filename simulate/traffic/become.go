package traffic

import (
	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/internal/dice"
)

// become makes the drawn request one of another webhook: it keeps what that has too, and draws the words that only that
// one has.
func (d *Draw) become(w *callback.Webhook, bits dice.Dice) {
	q := &d.Request
	*q = callback.Request{
		Webhook: w, CallbackCommand: w.Command, RequesterAccount: q.RequesterAccount, FromAccount: q.FromAccount, Items: q.Items,
		EventTime: q.EventTime,
	}
	for i := range w.Fields {
		if f := &w.Fields[i]; f.Kind == callback.KindWord {
			*q.Text(f.Slot) = dice.Pick(&bits, f.Values)
		}
	}
	for i := range q.Items {
		drawn := q.Items[i].Texts
		q.Items[i].Texts = callback.Texts{}
		for j := range w.Items {
			switch f := &w.Items[j]; {
			case f.Kind == callback.KindWord:
				q.Items[i].Texts[f.Slot] = dice.Pick(&bits, f.Values)
			case f.Slot != callback.To:
				q.Items[i].Texts[f.Slot] = drawn[f.Slot]
			}
		}
	}
}

// answer turns the request round: who was asked first answers who asked, with what and from where they are.
func (g *Generator) answer(d *Draw) {
	q := &d.Request
	q.Items = q.Items[:1]
	q.FromAccount, q.Items[0].ToAccount = q.Items[0].ToAccount, q.FromAccount
	q.RequesterAccount = q.FromAccount
	who, start := d.role.victim, len(d.arena)
	d.Platform = who.device().platform
	d.arena = who.appendAddress(d.arena, g.world.IPv6)
	d.ClientIP = d.text(start)
}
