package dev.headroom.fuzz;

import java.util.List;

/// Something that reads bytes from elsewhere. Each of them ends in an answer or in the error that is declared for bad
/// input; anything else, more than some seconds, and more memory than there is are findings.
interface FuzzTarget {

    /// All of them.
    static List<FuzzTarget> all() {
        return List.of(
                new ExpositionTarget(), new ParseTarget(), new EvaluationTarget(), new ConfigTarget(),
                new RulesTarget(), new TemplateTarget(), new LogTarget(), new BlockTarget());
    }

    /// @throws IllegalArgumentException when there is none of that name
    static FuzzTarget named(String name) {
        return all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("target: expected one of "
                        + all().stream().map(FuzzTarget::name).toList() + ", got " + name));
    }

    /// How it is called on the command line.
    String name();

    /// Inputs to begin with: the vectors and examples of the repository, in the form of this target.
    List<byte[]> seeds();

    /// Reads an input; returns when it ended in an answer or in a declared error.
    ///
    /// @throws Exception what nobody declared
    void run(byte[] input) throws Exception;

    /// Words that the language of the inputs has, for mutations that cut and paste them.
    default List<String> words() {
        return List.of();
    }
}
