package dev.headroom.remote;

/// A parameter of a form.
record Parameter(String name, String value) {}
