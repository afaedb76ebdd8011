package main

import "slices"

// pick is a mistake that somebody could make in the judge.
type pick struct {
	slip string
	file string
	old  string // stands once in the file
	new  string
}

// picked are the mistakes, the slips that the catalogue warns of first.
var picked = slices.Concat(misreadings, misjudgements, mistaken)
