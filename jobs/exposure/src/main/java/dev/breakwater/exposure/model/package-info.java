/** What was read of accounts and functions, and what could not be: the input of the judgement. */
package dev.breakwater.exposure.model;
