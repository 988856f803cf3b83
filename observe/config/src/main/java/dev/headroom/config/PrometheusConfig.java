package dev.headroom.config;

import dev.headroom.manifests.ManifestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// Everything that `prometheus.yml` says.
///
/// @param ruleFiles names of rule files, as written; a name may have a `*` in its last part
/// @param warnings what is written there and not done, each with its place
public record PrometheusConfig(
        GlobalConfig global,
        List<String> ruleFiles,
        List<String> scrapeConfigFiles,
        List<ScrapeConfig> scrapeConfigs,
        AlertingConfig alerting,
        StorageConfig storage,
        List<RemoteWriteConfig> remoteWrite,
        List<String> warnings) {

    public PrometheusConfig {
        ruleFiles = List.copyOf(ruleFiles);
        scrapeConfigFiles = List.copyOf(scrapeConfigFiles);
        scrapeConfigs = List.copyOf(scrapeConfigs);
        remoteWrite = List.copyOf(remoteWrite);
        warnings = List.copyOf(warnings);
    }

    /// Reads a configuration; files it names are not looked at.
    ///
    /// @param name stands for the file in messages
    /// @param environment the value of a variable, empty when it is not set
    /// @throws ManifestException when it is not valid
    public static PrometheusConfig parse(String name, String text, UnaryOperator<String> environment) {
        return read(name, text, environment, UnaryOperator.identity());
    }

    /// Reads a configuration that is a file, with the jobs of its `scrape_config_files`. Names of files in it become
    /// paths from its folder.
    ///
    /// @throws ManifestException when it, or a file of jobs, cannot be read or is not valid
    public static PrometheusConfig load(Path file, UnaryOperator<String> environment) {
        var path = ConfigFile.besides(file);
        var config = read(file.toString(), ConfigFile.text(file), environment, path);
        var jobs = new ArrayList<>(config.scrapeConfigs);
        var warnings = new ArrayList<>(config.warnings);
        for (var jobFile : FilePattern.files(config.scrapeConfigFiles, warnings)) {
            var context = new Section.Context(warnings, path);
            jobs.addAll(ConfigFile.section(
                    jobFile, "a file of scrape_configs", context, new JobReader(config.global, context)::jobs));
        }
        var names = new HashSet<String>();
        for (var job : jobs) {
            if (!names.add(job.jobName())) {
                throw new ManifestException(
                        file + ": expected each job_name once, got \"" + job.jobName() + "\" again");
            }
        }
        return new PrometheusConfig(
                config.global, config.ruleFiles, config.scrapeConfigFiles, jobs, config.alerting, config.storage,
                config.remoteWrite, warnings);
    }

    /// The rule files that are there now, each once, in the order of their names; a pattern that finds none is fine.
    ///
    /// @param missing takes a line for each name without `*` that is no file
    public List<Path> rulePaths(List<String> missing) {
        return FilePattern.files(ruleFiles, missing);
    }

    private static PrometheusConfig read(
            String name, String text, UnaryOperator<String> environment, UnaryOperator<String> path) {
        return new ConfigReader(environment, path).read(ConfigFile.root(name, text));
    }
}
