"""Pictures. They are uploaded by POST /media, beside GraphQL."""

from enum import Enum
from typing import Annotated

import strawberry

from service.api import ids
from service.api.context import Context, Info
from service.api.fields import choice, field
from service.api.loaders.images import Placed, images_by_id
from service.api.mutations import present
from service.api.nodes import Node, finds
from service.content.image import Image as ImageRow
from service.operations.renditions import rendition_url


@strawberry.enum(description="The format of a picture's file.")
class ImageFormat(Enum):
    JPEG = choice("JPEG", "For photographs, everywhere.")
    PNG = choice("PNG", "Without loss, everywhere.")
    WEBP = choice("WEBP", "Smaller, in all of today's browsers.")
    AVIF = choice("AVIF", "Smallest, in most of today's browsers.")


@strawberry.type(description="A picture and what it shows.")
class Image(Node):
    row: strawberry.Private[ImageRow]
    width: int = strawberry.field(description="In pixels, of the original.")
    height: int = strawberry.field(description="In pixels, of the original.")
    alt: str = strawberry.field(description="What it shows, for those who do not see it.")
    placeholder: str | None = strawberry.field(
        description="A tiny blurred version as a data: address, to show while it loads."
    )

    @classmethod
    def of(cls, row: ImageRow) -> "Image":
        return cls(
            id=ids.encode("Image", row.id),
            row=row,
            width=row.width,
            height=row.height,
            alt=row.alt,
            placeholder=row.placeholder,
        )

    @field(description="Where it is served; the original without arguments.")
    def url(
        self,
        info: Info,
        width: Annotated[
            int | None, strawberry.argument(description="Pixels it is made smaller to, 16 to 4096.")
        ] = strawberry.UNSET,
        format: Annotated[
            ImageFormat | None, strawberry.argument(description="Another format.")
        ] = strawberry.UNSET,
    ) -> str:
        wanted = present(format)
        return rendition_url(
            info.context.services.secret,
            self.row.name,
            present(width),
            None if wanted is None else wanted.value,
        )


@strawberry.type(description="A picture where an article shows it.")
class ArticleImage:
    image: Image = strawberry.field(description="The picture.")
    caption: str | None = strawberry.field(description="What this article says of it.")
    position: int = strawberry.field(description="Its place among the article's pictures, from 0.")

    @classmethod
    def of(cls, placed: Placed) -> "ArticleImage":
        part = placed.part
        return cls(image=Image.of(placed.image), caption=part.caption, position=part.position)


@finds("Image")
async def find_image(context: Context, row_id: int) -> Image | None:
    row = await context.load(images_by_id, row_id)
    return None if row is None else Image.of(row)
