package dev.breakwater.exposure.model;

/** A fact that is read about a function, and the conclusions that are impossible without it. */
public enum Fact {
    RESERVATION("its own reservation", "the account's pool is taken for its limit"),
    TAGS("its tags", "whether it is tagged, and whether a limit on it is ours, is not known"),
    URLS("its function URLs", "whether a URL makes it public is not known"),
    POLICY("its resource policy", "who may invoke it is not known"),
    ALIASES("its aliases", "a policy that opens an alias is not seen"),
    VERSIONS("the policies of its versions", "a policy that opens a numbered version is not seen"),
    APIS("the APIs of API Gateway", "an API that lets anyone start it is not seen"),
    MAPPINGS("its event source mappings", "queues and streams that start it are not seen"),
    DESTINATIONS("its destinations", "loops through them are not seen"),
    ROLE("its execution role", "what it may write, and so most loops, and what it could do are not known"),
    ENVIRONMENT("its environment", "resources that it names there are not seen"),
    MODIFIED("its last change", "whether it is new is not known");

    private final String text;
    private final String without;

    Fact(String text, String without) {
        this.text = text;
        this.without = without;
    }

    /** For people: {@code its function URLs}. */
    public String text() {
        return text;
    }

    /** For people: the missing conclusion. */
    public String without() {
        return without;
    }

    /** Whether "public: no" means nothing without it. */
    public boolean decidesPublic() {
        return this == URLS || this == POLICY || this == ALIASES || this == VERSIONS || this == APIS;
    }
}
