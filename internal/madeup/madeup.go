// Package madeup has a webhook that Chat does not have. Tests hold by it that adding a webhook is adding one value.
package madeup

import "github.com/chatcb/chatcb/callback"

// The slots of what no other webhook has.
const (
	Mood  = callback.MaxOwn - 1 // of a request
	Badge = callback.MaxOwn - 1 // of an item
)

// Webhook asks whether From_Account may wave at others. Waving softly harms nobody.
func Webhook() *callback.Webhook {
	return callback.Define(callback.Webhook{
		Command: "Sns.CallbackPrevWave",
		Fields: []callback.Field{
			{Name: "CallbackCommand", Slot: callback.Command, Short: "command"},
			{Name: "From_Account", Slot: callback.From, Kind: callback.KindAccount, Short: "from", Doc: "who waves"},
			{Name: "WaveItem", Slot: callback.ItemList, Kind: callback.KindItems, Short: "items"},
			{
				Name: "WaveMood", Slot: Mood, Kind: callback.KindWord, Values: []string{"Wave_Mood_Glad", "Wave_Mood_VerySad"},
				Short: "mood", Doc: "how it is meant",
			},
			{Name: "EventTime", Slot: callback.EventTime, Kind: callback.KindTime, Short: "event_time", Doc: "Unix time in milliseconds"},
		},
		Items: []callback.Field{
			{Name: "To_Account", Slot: callback.To, Kind: callback.KindAccount, Short: "to", Doc: "at whom"},
			{Name: "WaveBadge", Slot: Badge, Kind: callback.KindTag, Prefix: "Wave_", Limit: 4, Optional: true, Short: "badge"},
			{Name: "Whisper", Slot: callback.Wording, Limit: 10, Optional: true, Short: "wording"},
		},
		Asks: "{from} waves at {to}", About: "{from} waves at {n|# user|# users}", Unwanted: callback.To,
		Harmless: callback.Words{Slot: Badge, Text: "Wave_Soft"},
		Sample: `{"CallbackCommand": "Sns.CallbackPrevWave","From_Account": "id","WaveItem": [{"To_Account": "id1",` +
			`"WaveBadge": "Wave_Big","Whisper": "hi"}],"WaveMood": "Wave_Mood_Glad","EventTime": 1631777344870}`,
	})
}
