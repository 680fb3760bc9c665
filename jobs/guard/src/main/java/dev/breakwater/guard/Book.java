package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.guard.convert.BudgetBooks;
import dev.breakwater.guard.convert.PolicyBooks;
import java.io.Serializable;

/**
 * The content of a configuration file, which says what the job may do, what functions may spend, and who is alerted.
 * The book applies from a given minute.
 *
 * @param id       the file's id; empty for a recording
 * @param from     when the book begins to apply, epoch milliseconds on the caller's clock
 */
public record Book(String id, long from, PolicyBook policies, BudgetBook budgets, AlarmRoutes routes)
        implements Serializable {

    /** Creates the book from a live run's valid configuration file. */
    public static Book of(String id, long from, Settings settings) {
        return new Book(id, from, PolicyBooks.of(settings), BudgetBooks.of(settings), AlarmRoutes.of(settings));
    }
}
