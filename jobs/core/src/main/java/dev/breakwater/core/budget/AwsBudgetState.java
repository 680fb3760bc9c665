package dev.breakwater.core.budget;

/** Everything that is remembered of a budget of AWS. Flat, mutable, without checks: it is stored directly. */
public final class AwsBudgetState {
    /** The account that has the budget. */
    public String owner = "";
    /** The minute in which AWS first reported it; AWS's own figures cover earlier spend. */
    public long since;
    /** Whether the feed has come to that minute. */
    public boolean inForce;
    /** The amount in force, nano-USD; one of both is 0. */
    public long monthNano;

    public long dayNano;
    public BudgetState meter = new BudgetState();

    public AwsBudgetState() {}
}
