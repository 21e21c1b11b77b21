package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"pudding/cases/dynamotest"
)

// sizes are a function's memory, in MB.
var sizes = []int{128, 256, 512, 1024, wholeCPU}

// wholeCPU is the memory with which a function has one CPU; with less it has that
// much less of it (AWS Lambda Developer Guide, "Configure Lambda function memory").
const wholeCPU = 1769

// slice is how long Lambda's accounts of a CPU's time are.
const slice = 20 * time.Millisecond

// later is how many turns are measured after the first.
const later = 5

// between is the time from turn to turn, in which Lambda freezes a function: as long
// as its budget of calls takes to fill up.
const between = 250 * time.Millisecond

// bySize is what a function of some memory does.
type bySize struct {
	first, later []time.Duration // how long a first turn takes after a start, and those after it
	peak         int             // kB
}

// measureMemory starts a function as often for each size, and asks it questions with
// the share of a CPU that the size comes with: over TLS, with cases in a table. It
// has the whole CPU until it asks for its first invocation, as in Lambda.
func measureMemory(s *services, function string, starts int) []bySize {
	dynamo := secure(dynamotest.New(table))
	defer dynamo.Close()
	trail, names := secure(s.trail.Config.Handler), secure(s.names.Config.Handler)
	defer trail.Close()
	defer names.Close()
	env := []string{
		"AWS_CA_BUNDLE=" + authorities(dynamo.Certificate()),
		"AWS_ENDPOINT_URL_CLOUDTRAIL=" + trail.URL, "AWS_ENDPOINT_URL_IAM=" + names.URL, "AWS_ENDPOINT_URL_S3=" + names.URL,
	}
	measured := make([]bySize, len(sizes))
	asked := 0
	for range starts {
		for i, size := range sizes {
			m := &measured[i]
			api := newRuntimeAPI()
			process := s.startWith(env, api, dynamo.URL, table, function)
			<-api.idle
			release := limit(process.Process.Pid, size)
			for n := range 1 + later {
				freeze(process.Process, between)
				began, ended := api.invoke(s.question(asked))
				asked++
				if n == 0 {
					m.first = append(m.first, ended.Sub(began))
				} else {
					m.later = append(m.later, ended.Sub(began))
				}
			}
			m.peak = max(m.peak, peak(process.Process.Pid))
			stop(process)
			release()
			api.CloseClientConnections()
			api.Close()
		}
	}
	return measured
}

// secure serves over TLS. A function that is stopped leaves connections half open,
// of which nothing need be said.
func secure(h http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	return server
}

// authorities writes a file of those that the machine trusts, and of the fakes' own.
func authorities(c *x509.Certificate) string {
	trusted, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		log.Fatal(err)
	}
	file := filepath.Join(os.TempDir(), "pudding-bench-authorities.pem")
	own := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
	if err := os.WriteFile(file, append(trusted, own...), 0o600); err != nil {
		log.Fatal(err)
	}
	return file
}

// limit gives a process the share of a CPU that comes with a size, by the kernel's
// own accounts, and returns what undoes it. It needs root.
func limit(pid, size int) (release func()) {
	quota, period := int(slice.Microseconds())*size/wholeCPU, int(slice.Microseconds())
	group := "/sys/fs/cgroup/cpu/pudding-bench"
	settings := [][2]string{{"cpu.cfs_period_us", fmt.Sprint(period)}, {"cpu.cfs_quota_us", fmt.Sprint(quota)}}
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.controllers"); err == nil {
		group = "/sys/fs/cgroup/pudding-bench"
		settings = [][2]string{{"cpu.max", fmt.Sprint(quota, " ", period)}}
	}
	if err := os.Mkdir(group, 0o755); err != nil && !os.IsExist(err) {
		log.Fatalf("limiting the CPU: %v: run it as root", err)
	}
	for _, s := range append(settings, [2]string{"cgroup.procs", fmt.Sprint(pid)}) {
		if err := os.WriteFile(filepath.Join(group, s[0]), []byte(s[1]), 0o600); err != nil {
			log.Fatalf("limiting the CPU: %v", err)
		}
	}
	return func() { _ = os.Remove(group) }
}

// freeze stops a process for a while.
func freeze(p *os.Process, d time.Duration) {
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		log.Fatal(err)
	}
	time.Sleep(d)
	if err := p.Signal(syscall.SIGCONT); err != nil {
		log.Fatal(err)
	}
}

// peak is the most memory that a process had, in kB.
func peak(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		log.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb int
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		log.Fatalf("reading a process's peak of memory: %v", err)
	}
	return kb
}

func reportMemory(measured []bySize) {
	fmt.Printf("a question's turn with the CPU of a function's memory, %d starts each\n", len(measured[0].first))
	for i, m := range measured {
		fmt.Printf("  %4d MB  the first p50 %.0f ms, worst %.0f ms  later p50 %.1f ms, p99 %.1f ms  peak %.1f MB\n", sizes[i],
			ms(percentile(m.first, 50)), ms(percentile(m.first, 100)), ms(percentile(m.later, 50)), ms(percentile(m.later, 99)), float64(m.peak)/1000)
	}
}

func percentile(all []time.Duration, p int) time.Duration {
	slices.Sort(all)
	return all[min(len(all)*p/100, len(all)-1)]
}
