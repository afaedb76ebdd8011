package traffic_test

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate/traffic"
)

func ExampleGenerator_Draw() {
	spam, err := traffic.ParseCampaign("spam-blast:share=30%,language=en")
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := traffic.New(traffic.World{
		Seed: 3, Languages: map[string]float64{"en": 1}, Campaigns: []traffic.Campaign{spam},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var d traffic.Draw
	for n := range uint64(4) {
		g.Draw(n, time.Duration(n)*time.Second, &d)
		fmt.Printf("%-10s %s asks %s: %s\n", d.Label, d.Request.FromAccount, d.Request.Accounts(), d.Request.Items[0].Texts[callback.Wording])
	}
	// Output:
	// benign     user_1hj5xj asks [grace.28867i]: add me pls 👍🏽
	// benign     166210714 asks [zoe.1lu66n]: Hey Zoë! Olivia from the marketplace
	// spam-blast emma.17bvg0@example.com asks [sam.2cq5m4]: Cheap meds, no prescription. Ask for the list
	// benign     sam.1mcl0w asks [103461244]: Loved your post about accounting, can we talk? 👋
}

func ExampleRealistic() {
	d := traffic.Realistic(callback.PrevFriendAdd, 3, 0, 1, time.UnixMilli(1631777344870))
	fmt.Println(d.ClientIP, d.Platform)
	fmt.Printf("%s\n", callback.Encoding{OmitEmpty: true}.Append(nil, &d.Request))
	// Output:
	// 133.106.21.61 iOS
	// {"AddType":"Add_Type_Both","CallbackCommand":"Sns.CallbackPrevFriendAdd","EventTime":1631777344870,"ForceAddFlags":0,"FriendItem":[{"AddSource":"AddSource_Type_iOS","AddWording":"田中さん、こんにちは！ゆうたです🌸","To_Account":"tanaka.24gpnr@example.org"}],"From_Account":"user_1a3fw6","Requester_Account":"user_1a3fw6"}
}

func ExampleKinds() {
	for _, k := range traffic.Kinds()[:2] {
		fmt.Printf("%s: %s (%s)\n", k.Name, k.Summary, k.Defaults)
	}
	// Output:
	// spam-blast: a few accounts send advertisements to everybody (spam-blast:share=5%,senders=20)
	// slow-drip: few requests of few accounts with harmless openers; only that they go to strangers gives them away (slow-drip:share=0.2%,senders=3)
}
