package dev.headroom.fuzz;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.manifests.ManifestException;
import java.util.List;

/// A `prometheus.yml`.
final class ConfigTarget implements FuzzTarget {

    @Override
    public String name() {
        return "config";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                Inputs.vectors("prometheus/config", "config"), Inputs.deep("[", "{a: ", "- ", "? ", "&a "));
    }

    @Override
    public void run(byte[] input) {
        try {
            var _ = PrometheusConfig.parse("prometheus.yml", Inputs.text(input), name -> name).toString();
        } catch (ManifestException declared) {
            Findings.told(declared);
        }
    }

    @Override
    public List<String> words() {
        return List.of("global:", "scrape_configs:", "job_name:", "static_configs:", "targets:", "relabel_configs:",
                "source_labels:", "regex:", "replacement:", "action:", "modulus:", "hashmod", "labelmap", "keepequal",
                "alerting:", "alertmanagers:", "rule_files:", "remote_write:", "tls_config:", "basic_auth:",
                "scrape_interval:", "file_sd_configs:", "&a ", "*a", "<<: ", "!!binary ", "${A}", "$$", "? ", "|\n",
                ">-\n", "---\n", "- ", "{}", "[]", "1h30m", "0x7f", "1e999", ".nan");
    }
}
