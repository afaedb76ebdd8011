package traffic

import "github.com/chatcb/chatcb/internal/yamlfile"

// ReadWorld reads a world file. The error points at every place that is wrong.
func ReadWorld(name string, text []byte) (World, error) {
	var w World
	err := yamlfile.Read(name, text, &w).Err()
	return w, err
}

// ReadYAML reads a campaign of a world file: as on the command line, or its kind and its parameters as keys.
func (c *Campaign) ReadYAML(n yamlfile.Node) {
	if n.IsScalar() {
		var text string
		n.Into(&text)
		var err error
		if *c, err = ParseCampaign(text); err != nil {
			n.Fail("%v", err)
		}
		return
	}
	kind, ok := n.Get("kind")
	if !ok {
		n.Fail("wanted the key kind")
		return
	}
	var name string
	kind.Into(&name)
	k, err := kindOf(Label(name))
	if err != nil {
		kind.Fail("%v", err)
		return
	}
	*c = k.Defaults
	settings := c.settings()
	n.Pairs(func(key string, at, value yamlfile.Node) {
		if key == "kind" {
			return
		}
		var text string
		value.Into(&text)
		if err := settings.Set(key, text); err != nil {
			at.Fail("%v", err)
		}
	})
	if err := c.validate(); err != nil {
		n.Fail("%v", err)
	}
}
