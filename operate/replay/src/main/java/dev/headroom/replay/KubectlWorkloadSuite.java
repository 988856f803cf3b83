package dev.headroom.replay;

import dev.headroom.kubectl.DeploymentTable;
import dev.headroom.kubectl.PodTable;
import dev.headroom.kubectl.TableOptions;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What `kubectl get` prints of pods and Deployments.
final class KubectlWorkloadSuite implements Suite {

    @Override
    public String name() {
        return "kubectl-workload";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        var now = Instant.parse(line.path("now").asString());
        var objects = line.path("objects").valueStream().toList();
        var op = line.path("op").asString();
        if (!op.equals("pods") && !op.equals("deployments")) {
            differences.add("op", "a known one", op);
            return differences.all();
        }
        var table = op.equals("pods") ? PodTable.of(objects, now) : DeploymentTable.of(objects, now);
        PrintedTable.rows(line.path("rows"), table, differences);
        differences.add("get", line.path("get").asString(), table.text(TableOptions.PLAIN));
        differences.add("get -o wide", line.path("getWide").asString(), table.text(TableOptions.PLAIN.toWide()));
        return differences.all();
    }
}
