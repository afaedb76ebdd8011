package conformance

// leakSamples has one answer for every trace, and pages where traces stand.
func leakSamples() []Sample {
	samples := []Sample{
		{Name: "on an error page", Status: 500, Body: "panic: runtime error", Also: []string{"STS-001"}},
		{
			Name: "a page with status 200", Body: "Fatal error in /var/www/html/a.php on line 3",
			Also: []string{"JSN-001"},
		},
		{
			Name: "in ErrorInfo",
			Body: body(
				`"FAIL"`, `38000`, `"SQLSTATE[HY000]"`, entry(`"id1"`, `38000`, `"x"`), entry(`"id2"`, `38000`, `"x"`),
			),
		},
	}
	for _, t := range traceList {
		samples = append(samples, Sample{Name: t.text, Body: deciding1("38000", t.proof)})
	}
	return samples
}
