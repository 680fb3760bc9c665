/** What a minute of a function costs, and the months of the bill. Prices come from outside; nothing is looked up here. */
package dev.breakwater.core.cost;
