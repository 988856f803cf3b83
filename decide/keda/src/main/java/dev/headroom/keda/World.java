package dev.headroom.keda;

/// All that the operator can see and ask at one instant.
public record World(ClusterView cluster, Situation situation, Sources sources) {}
