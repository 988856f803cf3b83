#!/usr/bin/env bash
# What a thousand HorizontalPodAutoscalers cost: Headroom in autoscaler mode and the HPA controller of
# kube-controller-manager, one after the other on the same objects of a real control plane. Decisions, requests, CPU and
# memory of each.
#   prove/benchmarks/thousand.sh [SECONDS [AUTOSCALERS]]
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need go golang
need kubectl kubernetes-client
"$root/mvnw" -q -f "$root/pom.xml" -pl :incluster -am -DskipTests test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/thousand.classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -Dheadroom.cluster=on -cp "$root/prove/incluster/target/test-classes:$(cat "$work/thousand.classpath")" \
  dev.headroom.incluster.ThousandBenchmark "$@"
