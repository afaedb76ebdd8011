// Package completion tells shells what may stand where, by the names of lists.
package completion

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Of offers what is written in the tag of a flag:
//
//	LIST         one of a list: faults
//	LIST,        several of it, separated by commas: selectors,
//	LIST…        how values begin, each as it is: timing…
//	LIST=        one of it and a file: reports=
//	.json,.gz    files with these endings
func Of(what string) cobra.CompletionFunc {
	if strings.HasPrefix(what, ".") {
		endings := strings.Split(strings.ReplaceAll(what, ".", ""), ",")
		return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return endings, cobra.ShellCompDirectiveFilterFileExt
		}
	}
	name := strings.TrimRight(what, ",…=")
	list := func() []string { return lists()[name]() } // which is made where somebody asks
	switch strings.TrimPrefix(what, name) {
	case ",":
		return several(list)
	case "…":
		return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return list(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
	case "=":
		return withFile(list)
	}
	return one(list)
}

// OneOf offers words.
func OneOf(words ...string) cobra.CompletionFunc { return one(func() []string { return words }) }

// one offers what a function lists when it is asked for: a value, a tab and what it means.
func one(list func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		fits := slices.DeleteFunc(slices.Clone(list()), func(value string) bool { return !strings.HasPrefix(value, typed) })
		return fits, cobra.ShellCompDirectiveNoFileComp
	}
}

// withFile offers FORMAT= for each format, behind which files stand.
func withFile(formats func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) (values []cobra.Completion, _ cobra.ShellCompDirective) {
		if strings.Contains(typed, "=") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		for _, name := range formats() {
			values = append(values, name+"=")
		}
		return values, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// several offers values for a list with commas, each once: what stands before the last comma stays. Behind a comma it does not
// say what they mean, since the script for bash finds such values among those without a meaning alone.
func several(list func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) (fits []cobra.Completion, _ cobra.ShellCompDirective) {
		cut := strings.LastIndexByte(typed, ',') + 1
		before := strings.Split(typed[:cut], ",")
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

// First offers values for the first argument, and none for others.
func First(values cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return values(c, args, typed)
	}
}
