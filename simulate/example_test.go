package simulate_test

import (
	"fmt"
	"time"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/simulate"
)

func ExampleGenerator_Draw() {
	spam, err := simulate.ParseCampaign("spam-blast:share=30%,language=en")
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := simulate.New(simulate.World{
		Seed: 6, Languages: map[string]float64{"en": 1}, Campaigns: []simulate.Campaign{spam},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var d simulate.Draw
	for n := range uint64(4) {
		g.Draw(n, time.Duration(n)*time.Second, &d)
		fmt.Printf("%-10s %s asks %s: %s\n", d.Label, d.Request.FromAccount, d.Request.Accounts(), d.Request.FriendItem[0].AddWording)
	}
	// Output:
}

func ExampleRealistic() {
	d := simulate.Realistic(1, 0, 1, time.UnixMilli(1631777344870))
	fmt.Println(d.ClientIP, d.Platform)
	fmt.Printf("%s\n", callback.Encoding{OmitEmpty: true}.Append(nil, &d.Request))
	// Output:
}

func ExampleKinds() {
	for _, k := range simulate.Kinds()[:2] {
		fmt.Printf("%s: %s (%s)\n", k.Name, k.Summary, k.Defaults)
	}
	// Output:
}
