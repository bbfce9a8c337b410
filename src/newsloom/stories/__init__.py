"""Articles woven into stories, and stories into storylines. Start with ``assign``."""
