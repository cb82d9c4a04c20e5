"""The reviewer's desk: the queue, likely duplicates, and the steps from reported to counted."""
