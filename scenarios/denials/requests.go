package denials

import (
	"strconv"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/scenarios"
)

// harmless is a request that no receiver has a reason to deny. Each kind has a wording of its own: a receiver may count how
// often it has seen one.
func (k *kind) harmless(t *scenarios.CaseRun) *scenarios.Request {
	return written(t, t.OwnSender("h"), "h", k.control)
}

// written is a request to an account of the case's own, with a wording.
func written(t *scenarios.CaseRun, sender, to, wording string) *scenarios.Request {
	q := t.SampleAbout(t.OwnAccount(to))
	q.FromAccount, q.RequesterAccount = sender, sender
	item := &q.Items[0]
	item.Texts[callback.Remark], item.Texts[callback.Group], item.Texts[callback.Wording] = "", "", wording
	return t.Spell(q, callback.Documented)
}

func each(t *scenarios.CaseRun, texts ...string) []*scenarios.Request {
	list := make([]*scenarios.Request, len(texts))
	for i, text := range texts {
		n := strconv.Itoa(i + 1)
		list[i] = written(t, t.OwnSender("w"+n), n, text)
	}
	return list
}

func wordings(t *scenarios.CaseRun) []*scenarios.Request {
	return each(t,
		"加我微信 vx88886666，日赚500元，在家就能做",
		"Earn $500 a day from home, FREE crypto signals, add me on Telegram @quickcash",
		"Cheap viagra and casino bonus, WhatsApp +1 555 0100 now",
		"约吗？看片加QQ 123456789，免费视频",
		"You have won a prize! Send your bank card number and password to claim it",
	)
}

func links(t *scenarios.CaseRun) []*scenarios.Request {
	return each(t,
		"See my photos: http://bit.ly/3x7Kq2a",
		"www.win-big-prize.example/claim?id=1",
		"点击 https://t.cn/A6xxxxxx 领取红包",
		"t.me/joinchat_free_signals",
	)
}

func lookAlikes(t *scenarios.CaseRun) []*scenarios.Request {
	var list []*scenarios.Request
	for _, text := range [][2]string{
		{"admin", "This is customer service. Your account has a problem, please accept"},
		{"administrator", "Your account will be closed. Accept so that we can help you"},
		{"customer_service", "Customer service here, about the complaint against you"},
		{"official-support", "We have to verify your account. Please accept"},
		{"Adm1n_0fficial", "System notice: confirm your identity with the administrator"},
	} {
		list = append(list, written(t, text[0], strconv.Itoa(len(list)+1), text[1]))
	}
	return list
}

func again(t *scenarios.CaseRun) []*scenarios.Request {
	list := make([]*scenarios.Request, 6)
	for i := range list {
		list[i] = written(t, t.OwnSender("a"), "1", "Please accept")
	}
	return list
}

func flood(t *scenarios.CaseRun) []*scenarios.Request {
	list := make([]*scenarios.Request, 30)
	for i := range list {
		list[i] = written(t, t.OwnSender("f"), strconv.Itoa(i+1), "Hello")
	}
	return list
}
