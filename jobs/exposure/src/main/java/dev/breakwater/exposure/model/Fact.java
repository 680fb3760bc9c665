package dev.breakwater.exposure.model;

/** A fact about a function, and the conclusions that depend on it. */
public enum Fact {
    RESERVATION("its own reservation", "the account's whole concurrency counts as the function's limit"),
    TAGS("its tags", "it is unknown whether the function has tags, and whether a limit on it is ours"),
    URLS("its function URLs", "it is unknown whether a URL makes the function public"),
    POLICY("its resource policy", "it is unknown who may invoke the function"),
    ALIASES("its aliases", "exposure does not see a policy that makes an alias public"),
    VERSIONS("the policies of its versions", "exposure does not see a policy that makes a numbered version public"),
    APIS("the APIs of API Gateway", "exposure does not see an API that lets anyone start the function"),
    MAPPINGS("its event source mappings", "exposure does not see queues and streams that start the function"),
    DESTINATIONS("its destinations", "exposure does not see loops through destinations"),
    ROLE("its execution role", "exposure does not know what the function may write or do, so it misses most loops"),
    ENVIRONMENT("its environment", "exposure does not see resources that the function's environment names"),
    MODIFIED("its last change", "it is unknown whether the function is new");

    private final String text;
    private final String without;

    Fact(String text, String without) {
        this.text = text;
        this.without = without;
    }

    /** Returns a text for people, like {@code its function URLs}. */
    public String text() {
        return text;
    }

    /** Returns the conclusion that depends on this fact, as text for people. */
    public String without() {
        return without;
    }

    /** Returns whether the answer "public: no" depends on this fact. */
    public boolean decidesPublic() {
        return this == URLS || this == POLICY || this == ALIASES || this == VERSIONS || this == APIS;
    }
}
