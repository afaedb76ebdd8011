package cmd

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chatcb/chatcb/callback"
	"github.com/chatcb/chatcb/cmd/internal/app"
	"github.com/chatcb/chatcb/cmd/internal/flags"
	"github.com/chatcb/chatcb/cmd/internal/settings"
	"github.com/chatcb/chatcb/conformance"
	"github.com/chatcb/chatcb/examples"
	"github.com/chatcb/chatcb/language"
	"github.com/chatcb/chatcb/mockserver/fault"
	"github.com/chatcb/chatcb/report/check"
	"github.com/chatcb/chatcb/report/replay"
	"github.com/chatcb/chatcb/report/simulation"
	"github.com/chatcb/chatcb/result"
	"github.com/chatcb/chatcb/scenarios"
	"github.com/chatcb/chatcb/scenarios/catalogue"
	"github.com/chatcb/chatcb/scenarios/denials"
	"github.com/chatcb/chatcb/simulate/load"
	"github.com/chatcb/chatcb/simulate/traffic"
)

// complete tells shells what may stand where: for flags by their name, in whatever command, and for arguments by the
// command.
func complete(root *cobra.Command, a *app.App) {
	values := flagValues(a)
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			names := []string{c.Name() + " --" + f.Name, "--" + f.Name}
			for _, name := range names {
				if value, ok := values[name]; ok {
					_ = c.RegisterFlagCompletionFunc(f.Name, value) // it is there, and has none yet
					return
				}
			}
			if choice, ok := f.Value.(*flags.Choice); ok {
				_ = c.RegisterFlagCompletionFunc(f.Name, oneOf(choice.Words()...))
			}
		})
		if value, ok := argumentValues()[strings.TrimPrefix(c.CommandPath(), root.Name()+" ")]; ok {
			c.ValidArgsFunction = value
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
}

// flagValues are the values of flags. "COMMAND --FLAG" is stronger than "--FLAG".
func flagValues(a *app.App) map[string]cobra.CompletionFunc {
	people := begun("from:\twhat a sender asks", "to:\trequests to add an account")
	captures, results := files("jsonl", "gz", "zst", "har"), files("json")
	return map[string]cobra.CompletionFunc{
		"--profile": func(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return settings.Profiles(c, a), cobra.ShellCompDirectiveNoFileComp
		},
		"--language": oneOf(language.Names()...),
		"--config":   files("yaml", "yml"),
		"--command":  oneOf(callback.Commands()...),

		"--only":            listOf(selectors),
		"--skip":            listOf(selectors),
		"--scenarios":       files("yaml", "yml"),
		"--requirements":    oneOf(scenarios.Requirements()...),
		"--require-denial":  listOf(func() []string { return append(denials.Kinds(), result.Expected) }),
		"--expect":          people,
		"--deny":            people,
		"--assume":          listed(assumptions),
		"--report":          begunWith(check.Formats().Names()),
		"simulate --report": begunWith(simulation.Formats().Names()),
		"merge --report":    begunWith(simulation.Formats().Names()),
		"replay --report":   begunWith(replay.Formats().Names()),
		"check --baseline":  results,
		"--baseline":        captures,
		"--compare":         results,
		"--run":             results,
		"--request":         files("json", "http"),

		"--fault":       listed(faults),
		"--faults-from": captures,
		"--original":    captures,
		"--policy":      files("yaml", "yml"),
		"--shadow":      files("yaml", "yml"),
		"--campaign":    listed(campaigns),
		"--load":        listed(loads),
		"--world":       files("yaml", "yml", "json"),
		"--platform":    oneOf(callback.ClientPlatforms()...),
		"--source":      oneOf("Android", "iOS", "Web", "Windows"),
		"--timing":      begun("original\tas recorded", "x\ttimes faster: x10", "rate=\tper second", "max\tas fast as it goes"),
		"--event-time":  oneOf("now"),
		"--request-id":  oneOf("none"),
		"--lang":        oneOf(examples.Languages()...),
		"--cacert":      files("pem", "crt"),
		"--tls-cert":    files("pem", "crt"),
		"--tls-key":     files("pem", "key"),
	}
}

// argumentValues are the values of arguments, by the path of the command.
func argumentValues() map[string]cobra.CompletionFunc {
	captures, yaml := files("jsonl", "gz", "zst", "har"), files("yaml", "yml")
	return map[string]cobra.CompletionFunc{
		"explain":          first(listed(func() []string { return append(ruleIDs(), scenarioIDs()...) })),
		"rules":            listed(ruleIDs),
		"scenarios show":   first(listed(scenarioIDs)),
		"scenarios list":   listed(selectors),
		"scenarios lint":   yaml,
		"scenarios score":  yaml,
		"policy diff":      yaml,
		"policy test":      captures,
		"config show":      commandNames,
		"captures list":    captures,
		"captures show":    captures,
		"captures stats":   captures,
		"captures filter":  captures,
		"captures convert": captures,
		"captures merge":   captures,
		"captures scrub":   captures,
		"judge":            files("json", "jsonl", "gz", "zst", "har", "http"),
		"replay":           first(captures),
		"simulate merge":   files("json"),
	}
}

// listed offers what a function lists when it is asked for: a value, a tab and what it means.
func listed(list func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		fits := slices.DeleteFunc(slices.Clone(list()), func(value string) bool { return !strings.HasPrefix(value, typed) })
		return fits, cobra.ShellCompDirectiveNoFileComp
	}
}

func oneOf(values ...string) cobra.CompletionFunc { return listed(func() []string { return values }) }

// begun offers the beginnings of values.
func begun(values ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return values, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// begunWith offers FORMAT= for each format, behind which files stand.
func begunWith(formats []string) cobra.CompletionFunc {
	values := make([]string, len(formats))
	for i, name := range formats {
		values[i] = name + "="
	}
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if strings.Contains(typed, "=") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return values, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// files offers files with these endings.
func files(endings ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}

// first offers values for the first argument, and none for others.
func first(values cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return values(c, args, typed)
	}
}

// listOf offers values for a list with commas, each once: what stands before the last comma stays. Behind a comma it does not say
// what they mean, since the script for bash finds such values among those without a meaning alone.
func listOf(list func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		cut := strings.LastIndexByte(typed, ',') + 1
		before := strings.Split(typed[:cut], ",")
		var fits []string
		for _, value := range list() {
			name, _, _ := strings.Cut(value, "\t")
			if cut > 0 {
				value = name
			}
			if strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed[cut:])) && !slices.Contains(before, name) {
				fits = append(fits, typed[:cut]+value)
			}
		}
		return fits, cobra.ShellCompDirectiveNoFileComp
	}
}

// commandNames offers the commands of the program.
func commandNames(c *cobra.Command, args []string, _ string) (names []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, sub := range c.Root().Commands() {
		if len(args) == 0 && sub.IsAvailableCommand() {
			names = append(names, sub.Name()+"\t"+sub.Short)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// selectors are what selects scenarios: their ids, and their tags.
func selectors() []string {
	tags := map[string]bool{}
	for _, s := range catalogue.All() {
		for _, tag := range s.Tags {
			tags[tag] = true
		}
	}
	list := scenarioIDs()
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, tag+"\ta tag")
	}
	return list
}

func ruleIDs() (list []string) {
	for r := range conformance.AllRules() {
		list = append(list, r.ID+"\t"+r.Title)
	}
	return list
}

func scenarioIDs() (list []string) {
	for _, s := range catalogue.All() {
		list = append(list, s.ID+"\t"+s.Title)
	}
	return list
}

func assumptions() (list []string) {
	for _, s := range conformance.Switches() {
		list = append(list, s.Name+"="+s.Other+"\t"+s.When, s.Name+"="+s.Default+"\tthe default")
	}
	return list
}

func faults() (list []string) {
	for f := range fault.All() {
		list = append(list, f.ID+"\t"+f.Title)
	}
	return list
}

func campaigns() (list []string) {
	for _, k := range traffic.Kinds() {
		list = append(list, string(k.Name)+"\t"+k.Summary)
	}
	return list
}

func loads() (list []string) {
	for _, s := range load.LoadShapes() {
		list = append(list, s.Name+":\t"+s.Meaning)
	}
	return list
}
