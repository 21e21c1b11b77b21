// Command turns measures the Lambda function as a whole: its own binary, over
// HTTP on this machine, between a Runtime API, CloudTrail, DynamoDB and Alexa's
// services. It prints what the function adds to its source's time, when the
// first words leave, and how it starts, beside its rivals.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"slices"
	"time"
)

func main() {
	pudding := flag.String("pudding", "build/amd64/bootstrap", "the function")
	hello := flag.String("hello", "build/hello/bootstrap", "a function that only says hello")
	node := flag.String("node", "build/node/skill.cjs", "the same welcome on Node")
	turns := flag.Int("turns", 1000, "how many turns to measure")
	starts := flag.Int("starts", 30, "how many starts of each to measure")
	memory := flag.Bool("memory", false, "measure turns with the CPU that each size of memory comes with instead; as root")
	flag.Parse()
	log.SetFlags(0)

	services := serve()
	if *memory {
		reportMemory(measureMemory(services, *pudding, *starts))
		return
	}
	hellos := measureTurns(services, *hello, "", *turns)
	fmt.Printf("only saying hello, %d turns\n", *turns)
	report("  the turn", hellos, func(t turn) time.Duration { return t.whole })
	for _, c := range []struct{ name, table string }{{"cases in memory", ""}, {"cases in a table", table}} {
		measured := measureTurns(services, *pudding, c.table, *turns)
		fmt.Printf("%s, %d turns\n", c.name, *turns)
		report("  added to the source's time", measured, func(t turn) time.Duration { return t.added })
		report("  first words on their way", measured, func(t turn) time.Duration { return t.words })
	}
	medians := measureStarts(services, *starts, rival{"pudding", []string{*pudding}}, rival{"hello", []string{*hello}}, rival{"node", []string{"node", *node}})
	fmt.Printf("process start to first response, p50 of %d\n", *starts)
	for _, name := range []string{"pudding", "hello", "node"} {
		fmt.Printf("  %-10s %6.1f ms, pudding / %s = %.2f\n", name, ms(medians[name]), name, ms(medians["pudding"])/ms(medians[name]))
	}
}

func report(what string, turns []turn, of func(turn) time.Duration) {
	slices.SortFunc(turns, func(a, b turn) int { return cmp.Compare(of(a), of(b)) })
	p50, p99 := of(turns[len(turns)/2]), of(turns[len(turns)*99/100])
	fmt.Printf("%-30s  p50 %.2f ms  p99 %.2f ms\n", what, ms(p50), ms(p99))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
