// Reads dashboards with Grafana's own types, strictly, and says what is wrong with each.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	wrong := false
	tell := func(file string, err error) {
		// An empty list of errors is an error that says nothing.
		if err != nil && err.Error() != "" {
			fmt.Println(file+":", err)
			wrong = true
		}
	}
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		tell(file, err)
		read := dashboard.Dashboard{}
		tell(file, read.UnmarshalJSONStrict(text))
		tell(file, read.Validate())
		fmt.Println(file+":", len(read.Panels), "panels")
	}
	if wrong {
		os.Exit(1)
	}
}
